package org.platformatlas.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class YamlTest {
  private final Problems problems = new Problems();

  private Yaml yaml(String text) {
    return Yaml.parse("contract.yml", text, problems);
  }

  @Test
  void everyScalarIsText() {
    Yaml yaml =
        yaml(
            """
            country_code: NO
            amount: 1.50
            code: 007
            day: 2020-01-01
            missing: ~
            areas: [NO, on, 0x1F]
            columns:
              y: {type: null}
            """);
    assertEquals("NO", yaml.text("country_code"));
    assertEquals("1.50", yaml.text("amount"));
    assertEquals("007", yaml.text("code"));
    assertEquals("2020-01-01", yaml.text("day"));
    assertEquals("~", yaml.text("missing"));
    assertEquals(List.of("NO", "on", "0x1F"), yaml.texts("areas"));
    assertEquals("null", yaml.nodes("columns").get("y").text("type"));
    yaml.finish();
    assertEquals(List.of(), problems.messages());
  }

  @Test
  void oneTextIsAListOfOne() {
    assertEquals(List.of("month"), yaml("cadence: month").texts("cadence"));
    assertEquals(List.of(), yaml("cadence: month").texts("grain"));
  }

  @Test
  void whatIsMissingOrOfAnotherKindIsSaid() {
    Yaml yaml =
        yaml(
            """
            row: [a, b]
            grain: {a: b}
            reads: clean.visit
            """);
    yaml.text("row");
    yaml.texts("grain");
    yaml.textsMap("reads");
    yaml.text("licence");
    assertEquals(
        List.of(
            "contract.yml: Invalid 'row': expected text",
            "contract.yml: Missing 'row'",
            "contract.yml: Invalid 'grain': expected a list",
            "contract.yml: reads: Expected a mapping, found 'clean.visit'",
            "contract.yml: Missing 'licence'"),
        problems.messages());
  }

  @Test
  void aKeyWrittenTwiceIsAProblem() {
    yaml("row: one site\nrow: one page\n");
    assertEquals(1, problems.messages().size());
    String message = problems.messages().get(0);
    assertTrue(message.startsWith("contract.yml: Cannot parse YAML: "), message);
    assertTrue(message.contains("found duplicate key row"), message);
    assertTrue(message.contains("line 2"), message);
  }

  @Test
  void textThatIsNoYamlIsOneProblem() {
    Yaml yaml = yaml("row: [one site\n");
    yaml.text("row");
    yaml.text("licence");
    yaml.finish();
    assertEquals(1, problems.messages().size(), problems.messages()::toString);
    assertTrue(problems.messages().get(0).startsWith("contract.yml: Cannot parse YAML: "));
    assertEquals(1, problems.messages().get(0).lines().count());
  }

  @Test
  void anUnknownKeyIsReportedWithTheKnownOnes() {
    Yaml yaml = yaml("row: one site\ngrian: [site]\n");
    yaml.text("row");
    yaml.texts("grain");
    yaml.finish();
    assertEquals(
        List.of("contract.yml: Unknown key 'grian' (known: row, grain)"), problems.messages());
  }

  @Test
  void rowsAreTextsAndWhatIsNestedIsJson() {
    Yaml yaml =
        yaml(
            """
            given:
              - {country: NO, usage: {"15": {"4.0": 1.50, any: null}}, versions: [1, b, "2e3"]}
              - {country: null, usage: {}}
              - {}
            """);
    assertEquals(
        List.of(
            Map.of(
                "country",
                "NO",
                "usage",
                "{\"15\":{\"4.0\":1.50,\"any\":null}}",
                "versions",
                "[1,\"b\",2E+3]"),
            Map.of("usage", "{}"),
            Map.of()),
        yaml.rows("given"));
    assertEquals(List.of(), problems.messages());
  }

  @Test
  void rowsThatAreNoListAreAProblem() {
    yaml("given: {country: NO}").rows("given");
    yaml("given: [NO]").rows("given");
    assertEquals(
        List.of(
            "contract.yml: Missing 'given' (a list of rows)",
            "contract.yml: given: Expected a mapping, found 'NO'"),
        problems.messages());
  }
}
