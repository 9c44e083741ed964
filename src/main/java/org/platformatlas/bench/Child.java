package org.platformatlas.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a process of the bench tells the one that started it: a line a fact, on standard output. */
final class Child {
  static final String PREFIX = "bench ";
  static final String VERSION = "version";
  static final String SECONDS = "seconds";
  static final String PEAK = "peak_kib";
  static final String ROWS = "rows";
  static final String DIFFERENCE = "difference";

  /** One execution of a question, its result written. */
  interface Run {
    void run() throws Exception;
  }

  private Child() {}

  static void tell(String what, Object value) {
    System.out.println(PREFIX + what + " " + String.valueOf(value).replaceAll("\\s+", " "));
  }

  /** Runs so many times, telling the seconds of each, then the most memory the process ever had. */
  static void repeat(int times, Run run) throws Exception {
    for (int i = 0; i < times; i++) {
      long start = System.nanoTime();
      run.run();
      tell(SECONDS, (System.nanoTime() - start) / 1e9);
    }
    tell(PEAK, peak());
  }

  private static long peak() throws IOException {
    List<String> status = Files.readAllLines(Path.of("/proc/self/status"));
    return status.stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow();
  }
}
