package org.platformatlas;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Help;
import picocli.CommandLine.Option;

/** The options that every verb takes. */
final class Options {
  /** How results are printed. */
  enum Format {
    table,
    csv,
    json
  }

  @Option(names = "--conf", paramLabel = "FILE", description = "settings (default: conf/local.yml)")
  String conf;

  @Option(names = "--landing", paramLabel = "DIR", description = "where published files lie")
  String landing;

  @Option(names = "--warehouse", paramLabel = "DIR", description = "where tables lie")
  String warehouse;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      showDefaultValue = Help.Visibility.NEVER,
      description = "any setting: landing, warehouse, jobs, spark.*")
  Map<String, String> set = new LinkedHashMap<>();

  @Option(
      names = "--format",
      showDefaultValue = Help.Visibility.ALWAYS,
      description = "how results are printed: ${COMPLETION-CANDIDATES}")
  Format format = Format.table;

  Settings settings() {
    Map<String, String> flags = new LinkedHashMap<>(set);
    if (landing != null) {
      flags.put("landing", landing);
    }
    if (warehouse != null) {
      flags.put("warehouse", warehouse);
    }
    return Settings.load(conf, flags, System.getenv());
  }
}
