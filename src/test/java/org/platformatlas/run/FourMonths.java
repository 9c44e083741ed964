package org.platformatlas.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.platformatlas.Folders;

/** An economy whose first four months are built, anew for every test. */
abstract class FourMonths {
  @TempDir static Path fourMonths;
  @TempDir Path root;
  Economy economy;

  @BeforeAll
  static void fourMonthsAreBuilt() {
    Economy economy = Economy.in(fourMonths);
    for (String month : List.of("2020-01", "2020-02", "2020-03", "2020-04")) {
      economy.land(month, "a,10", "b,30");
    }
    assertEquals("done", economy.run().message());
  }

  @BeforeEach
  void theyAreCopied() throws Exception {
    Folders.copy(fourMonths, root);
    economy = Economy.at(root);
  }
}
