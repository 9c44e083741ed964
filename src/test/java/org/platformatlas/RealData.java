package org.platformatlas;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Where the real datasets lie, which are no part of the project. */
final class RealData {
  private RealData() {}

  /**
   * The folder of the real datasets. Without it a test is left out, loudly; where it is required
   * (-Datlas.data.required=true) the test fails.
   */
  static Path folder() {
    Path folder = Path.of(System.getProperty("atlas.data", "../shared/data"));
    if (!Files.isDirectory(folder)) {
      String message = "LEFT OUT: the real datasets are not at " + folder.toAbsolutePath();
      System.err.println(message);
      if (Boolean.getBoolean("atlas.data.required")) {
        Assertions.fail(message);
      }
      Assumptions.abort(message);
    }
    return folder;
  }
}
