package org.platformatlas.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.platformatlas.TestSession;
import org.platformatlas.measure.Functions;

class CheckValuesTest {
  private static final Set<String> FUNCTIONS = Functions.versions().keySet();

  @Test
  void every_function_gives_its_published_values() throws Exception {
    List<Checked> checked = CheckValues.published().compare(TestSession.spark(), FUNCTIONS);
    assertEquals(List.of(), checked.stream().filter(check -> !check.agrees()).toList());
    Set<String> functions = new TreeSet<>();
    checked.forEach(check -> functions.add(check.function()));
    functions.remove("-");
    assertEquals(new TreeSet<>(FUNCTIONS), functions);
  }

  @Test
  void a_value_that_is_off_is_found() {
    List<Checked> checked =
        compare(
            """
            Two firms:
              given: array(1, 1) AS x
              exact:
                hhi(x): .5000001
                gini(x): null
                hhi_normalised(x): 0
              printed:
                shannon_entropy(x): .69
                hhi(array(x[0], NULL)): .5
            """);
    assertEquals(
        List.of(false, false, true, true, false), checked.stream().map(Checked::agrees).toList());
    assertEquals(-1e-7, checked.get(0).difference(), 1e-12);
    assertEquals("null", checked.get(4).got());
  }

  @Test
  void a_call_that_fails_says_why() {
    Checked failed =
        compare("One source:\n  given: array(1) AS x\n  exact:\n    hhi(x, x): 1\n").get(0);
    assertTrue(!failed.agrees() && failed.got().contains("hhi(x, x)"), failed.toString());
  }

  private static List<Checked> compare(String text) {
    return CheckValues.parse(text).compare(TestSession.spark(), FUNCTIONS);
  }
}
