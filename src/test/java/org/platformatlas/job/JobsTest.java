package org.platformatlas.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.platformatlas.AtlasException;
import org.platformatlas.ExitCode;

class JobsTest {
  private static final String MONTH = "cadence: month";
  private static final String QUERY = "SELECT period, site FROM raw.visits";

  @TempDir Path root;
  private JobsFolder folder;

  @BeforeEach
  void aRawTableThatIsRight() {
    folder = new JobsFolder(root).raw("visits", "month");
  }

  private String problems() {
    return String.join("\n", new TreeSet<>(folder.problems())) + "\n";
  }

  @Test
  void everyProblemIsReportedAtOnceOnALineOfItsOwn() {
    folder
        .write("clean/Visit-2/contract.yml", "row: one site\n")
        .computed("clean/bad_cadence", "cadence: fortnight", QUERY)
        .computed("clean/bad_case", MONTH, "SELECT period, site FROM Raw.Visits")
        .computed("clean/bad_grain", MONTH, QUERY)
        .edit("clean/bad_grain/contract.yml", "[period, site]", "[period, host]")
        .computed("clean/bad_input", MONTH, "SELECT period, site FROM raw.vists")
        .computed("clean/bad_key", MONTH + "\nowner: me", QUERY)
        .computed("clean/bad_query", MONTH, "SELECT period, site\nFROM (raw.visits")
        .computed(
            "clean/bad_reads",
            MONTH + "\nreads: {clean.owner: [valid, span], raw.pages: same, raw.visits: next}",
            QUERY + " JOIN clean.owner USING (site)")
        .computed("clean/bad_type", MONTH, QUERY)
        .edit("clean/bad_type/contract.yml", "type: string", "type: text")
        .write("clean/bad_yaml/contract.yml", "row: [one site\n")
        .write("clean/bad_yaml/query.sql", QUERY)
        .write("clean/no_contract/query.sql", QUERY)
        .computed("clean/no_grain", MONTH, QUERY)
        .edit("clean/no_grain/contract.yml", "grain: [period, site]\n", "")
        .computed("clean/no_periods", MONTH + "\nreads: {raw.visits: latest}", QUERY)
        .computed("clean/owner", "", "SELECT site FROM fact.owner")
        .write("clean/owner/owner.csv", "site\na\n")
        .computed(
            "clean/two_rules",
            MONTH + "\nrules: {fail: {named: site <> ''}, warn: {named: true}}",
            QUERY);
    assertEquals(
        """
        jobs/clean/Visit-2: Invalid table name 'clean.Visit-2' (two parts of lower-case letters, digits and _)
        jobs/clean/bad_cadence/contract.yml: cadence: Invalid cadence 'fortnight' (day, week, month, quarter or year)
        jobs/clean/bad_case/query.sql: Cannot resolve table 'Raw.Visits' (did you mean 'raw.visits'?)
        jobs/clean/bad_grain/contract.yml: Cannot resolve grain column 'host'. Columns: [period, site]
        jobs/clean/bad_input/query.sql: Cannot resolve table 'raw.vists' (did you mean 'raw.visits'?)
        jobs/clean/bad_key/contract.yml: Unknown key 'owner' (known: parameters, row, cadence, columns, reads, grain, validity, part, rules, partition)
        jobs/clean/bad_query/query.sql: Cannot parse: [PARSE_SYNTAX_ERROR] Syntax error at or near end of input: missing ')'. SQLSTATE: 42601 (line 2, pos 16)
        jobs/clean/bad_reads/contract.yml: Cannot read clean.owner 'span' (needs a cadence here, and there a cadence or validity)
        jobs/clean/bad_reads/contract.yml: Cannot read clean.owner 'valid' (needs a cadence here and validity there)
        jobs/clean/bad_reads/contract.yml: reads names 'raw.pages', which query.sql does not read
        jobs/clean/bad_reads/contract.yml: reads raw.visits: Invalid read 'next' (same, within, previous N, latest, up to, valid, whole or span)
        jobs/clean/bad_type/contract.yml: columns: site: type: [UNSUPPORTED_DATATYPE] Unsupported data type "TEXT". SQLSTATE: 0A000 (line 1, pos 0)
        jobs/clean/bad_yaml/contract.yml: Cannot parse YAML: while parsing a flow sequence in jobs/clean/bad_yaml/contract.yml, line 1, column 6: row: [one site ^ expected ',' or ']', but got <stream end> in jobs/clean/bad_yaml/contract.yml, line 2, column 1: ^
        jobs/clean/no_contract: Missing contract.yml
        jobs/clean/no_grain/contract.yml: Missing 'grain' (the columns that name one row)
        jobs/clean/no_periods/contract.yml: Cannot tell the periods: no input is read 'same', 'within' or 'span'
        jobs/clean/two_rules/contract.yml: Two rules are named 'named'
        """,
        problems());
  }

  @Test
  void problemsOfSourcesAreReportedToo() {
    folder
        .raw("lines_options", "month")
        .edit(
            "raw/lines_options/source.yml",
            "format: csv",
            "format: lines\noptions: {header: false}")
        .raw("no_cadence", "month")
        .edit("raw/no_cadence/contract.yml", "cadence: month\n", "")
        .raw("no_source", "month")
        .edit("raw/no_source/source.yml", "format: csv", "format: xml")
        .edit("raw/no_source/source.yml", "licence: none\n", "")
        .edit("raw/no_source/source.yml", "DATE'2020-01-01'", "DATE 2020 01")
        .write("raw/source_only/source.yml", "publisher: a test")
        .raw("wrong_names", "month")
        .edit(
            "raw/wrong_names/source.yml",
            "format: csv",
            """
            format: csv
            required: maybe
            options: {header: no, sep: ;}
            names: {host: Host}
            must: [page]
            rest: visits
            """);
    assertEquals(
        """
        jobs/raw/lines_options/source.yml: Unsupported 'options': format lines has none
        jobs/raw/no_cadence/contract.yml: Missing 'cadence' (a raw table has periods)
        jobs/raw/no_source/source.yml: Invalid format 'xml' (csv, json, lines, parquet or sql)
        jobs/raw/no_source/source.yml: Missing 'licence'
        jobs/raw/no_source/source.yml: period: [PARSE_SYNTAX_ERROR] Syntax error at or near '2020'. SQLSTATE: 42601 (line 1, pos 5)
        jobs/raw/source_only: Missing contract.yml
        jobs/raw/wrong_names/source.yml: Cannot resolve 'host' of names. Columns: [site, visits]
        jobs/raw/wrong_names/source.yml: Cannot resolve 'page' of must. Columns: [site, visits]
        jobs/raw/wrong_names/source.yml: Invalid 'header': 'no' (true or false)
        jobs/raw/wrong_names/source.yml: Invalid 'required': 'maybe' (true or false)
        jobs/raw/wrong_names/source.yml: Invalid 'rest': 'visits' (a column that is a map<string, string>)
        jobs/raw/wrong_names/source.yml: Unknown option 'sep' (known: [header, delimiter, multiline, encoding, quote, escape])
        """,
        problems());
  }

  @Test
  void problemsOfRulesAndReservedNamesAreReportedToo() {
    String rules =
        """

        rules:
          fail:
            not_sql: site <>
            no_groups: {holds: count(*) > 1}
            over_periods: {by: [site], holds: count(*) > 1}
          quarantine:
            of_groups: {by: [period, site], holds: count(*) > 1, because: x}
        """;
    String parts =
        """

        part: site
        rules:
          fail:
            over_parts: {by: [period], holds: count(*) > 1}
          quarantine:
            site_is_short: length(site) < 100
        """;
    folder
        .computed("clean/rules", MONTH + rules, QUERY)
        .computed("clean/parts", MONTH + parts, QUERY)
        .computed("clean/no_part", MONTH + "\npart: size", QUERY)
        .write("metric/typo/contract.yml", "row: a site")
        .write("schedule/nightly", "")
        .raw("reserved", "month")
        .edit("raw/reserved/contract.yml", "  visits: {type: string", "  file: {type: double")
        .edit("raw/reserved/contract.yml", "columns:", "grain: [site]\ncolumns:");
    assertEquals(
        """
        jobs/clean/no_part/contract.yml: Invalid part 'size' (a column of the grain, of type string)
        jobs/clean/parts/contract.yml: Rule 'over_parts' needs 'site' in its 'by' (parts are judged as they are rebuilt)
        jobs/clean/parts/contract.yml: Rule 'site_is_short' cannot quarantine (the table is in parts; fail or warn)
        jobs/clean/rules/contract.yml: Rule 'over_periods' needs 'period' in its 'by' (periods are judged as they are rebuilt)
        jobs/clean/rules/contract.yml: rules: fail: no_groups: Missing 'by' (the columns that make a group)
        jobs/clean/rules/contract.yml: rules: fail: rule 'not_sql': [PARSE_SYNTAX_ERROR] Syntax error at or near end of input. SQLSTATE: 42601 (line 1, pos 7)
        jobs/clean/rules/contract.yml: rules: quarantine: of_groups: A rule of groups cannot quarantine (only rows go there; fail or warn)
        jobs/clean/rules/contract.yml: rules: quarantine: of_groups: Unknown key 'because' (known: by, holds)
        jobs/metric: Unknown schema 'metric' (raw, clean or metrics)
        jobs/raw/reserved/contract.yml: A raw table has no 'grain' (its rows are as published)
        jobs/raw/reserved/contract.yml: Invalid column name 'file' (the engine adds one of that name)
        jobs/raw/reserved/source.yml: Column 'file' cannot be DOUBLE (a raw table holds what is published: in csv, json, lines and sql texts)
        """,
        problems());
  }

  @Test
  void aFaultyTableIsNoProblemOfThoseThatReadIt() {
    folder
        .computed("clean/visit", "cadence: fortnight", QUERY)
        .computed("metrics/a", MONTH, "SELECT period, site FROM clean.visit")
        .computed(
            "metrics/b",
            MONTH + "\nreads: {clean.visit: same}",
            "SELECT period, site FROM clean.visit");
    assertEquals(
        """
        jobs/clean/visit/contract.yml: cadence: Invalid cadence 'fortnight' (day, week, month, quarter or year)
        """,
        problems());
  }

  @Test
  void aTableLikeNoOtherIsAnsweredWithAllTables() {
    folder.computed("clean/visit", MONTH, "SELECT period, site FROM a.b.c JOIN fact.site");
    assertEquals(
        """
        jobs/clean/visit/query.sql: Cannot resolve table 'a.b.c'. Tables: clean.visit, raw.visits
        jobs/clean/visit/query.sql: Cannot resolve table 'fact.site'. Tables: clean.visit, raw.visits
        """,
        problems());
  }

  @Test
  void aRunStopsWithAllProblemsInOneMessage() {
    folder.write("clean/a/query.sql", QUERY).write("clean/b/query.sql", QUERY);
    AtlasException refused = assertThrows(AtlasException.class, folder::load);
    assertEquals(ExitCode.USAGE, refused.exitCode());
    assertEquals(
        """
        2 problems in the jobs:
        jobs/clean/a: Missing contract.yml
        jobs/clean/b: Missing contract.yml\
        """,
        refused.getMessage());
  }

  @Test
  void aFolderWithoutTablesIsNoJobsFolder() {
    AtlasException refused =
        assertThrows(AtlasException.class, () -> Jobs.load(root.resolve("raw"), new Problems()));
    assertEquals(
        "Cannot find a table under %1$s (expected %1$s/<schema>/<table>/contract.yml; is --jobs right?)"
            .formatted(root.resolve("raw")),
        refused.getMessage());
  }

  @Test
  void aCircleOfReferencesIsNamed() {
    folder
        .computed("clean/a", MONTH, "SELECT period, site FROM raw.visits JOIN clean.b")
        .computed("clean/b", MONTH, "SELECT period, site FROM clean.c")
        .computed("clean/c", MONTH, "SELECT period, site FROM clean.b")
        .computed("clean/d", MONTH, "SELECT period, site FROM clean.d");
    assertEquals(
        """
        jobs: Tables read each other in a circle: clean.b -> clean.c -> clean.b
        jobs: Tables read each other in a circle: clean.d -> clean.d
        """,
        problems());
  }

  @Test
  void aTableComesWithWhatItNeedsInputsFirst() {
    folder
        .computed("clean/z", MONTH, QUERY)
        .computed("clean/y", MONTH, QUERY)
        .computed("metrics/a", MONTH, "SELECT period, site FROM clean.z JOIN metrics.b")
        .computed("metrics/b", MONTH, "SELECT period, site FROM clean.z");
    Jobs jobs = folder.load();
    assertEquals(
        "raw.visits clean.z metrics.b metrics.a", names(jobs.withInputs(List.of("metrics.a"))));
    assertEquals(
        "raw.visits clean.y clean.z", names(jobs.withInputs(List.of("clean.y", "clean.z"))));
    assertEquals(
        "raw.visits clean.y clean.z metrics.b metrics.a", names(jobs.withInputs(List.of())));
    AtlasException refused =
        assertThrows(AtlasException.class, () -> jobs.withInputs(List.of("metrics.a", "clean.zz")));
    assertEquals(ExitCode.USAGE, refused.exitCode());
    assertEquals("Cannot find table 'clean.zz' (did you mean 'clean.z'?)", refused.getMessage());
  }

  private static String names(List<Job> jobs) {
    return String.join(" ", jobs.stream().map(job -> job.name().toString()).toList());
  }

  private void aComputedTable() {
    folder
        .write(
            "clean/visit/contract.yml",
            """
            row: one site in one month
            cadence: month
            grain: [period, site]
            parameters: {least: "10"}
            reads: {raw.visits: same}
            columns:
              period: {type: date, meaning: month}
              site: {type: string, meaning: site}
              share: {type: double, unit: fraction, meaning: its share}
            rules:
              fail: {share_is_a_share: share BETWEEN 0 AND 1}
              quarantine: {site_is_named: hhi(array(share)) > 0}
              warn: {few_are_large: share < 0.5}
            """)
        .write(
            "clean/visit/query.sql",
            "SELECT period, site, exact_sum(visits) AS share FROM raw.visits GROUP BY ALL")
        .write("clean/visit/owner.csv", "site,owner\na,Alpha\n");
  }

  private Map<String, String> definition(String table) {
    return folder
        .load()
        .get(TableName.parse(table))
        .definition(Map.of("exact_sum", 1, "hhi", 1, "gini", 1));
  }

  /** The parts of the definition of {@code clean.visit} that an edit of its folder changes. */
  private String afterEdit(String file, String from, String to) {
    aComputedTable();
    return afterEdit("clean.visit", file, from, to);
  }

  private String afterEdit(String table, String file, String from, String to) {
    Map<String, String> before = definition(table);
    folder.edit(table.replace('.', '/') + "/" + file, from, to);
    Map<String, String> changed = new LinkedHashMap<>(definition(table));
    changed.entrySet().removeAll(before.entrySet());
    return String.join(" ", changed.keySet());
  }

  @Test
  void commentsSpacingAndProseAreNoPartOfTheDefinition() {
    assertEquals("", afterEdit("query.sql", "FROM", "-- as published\n  FROM /* all */"));
    assertEquals("", afterEdit("contract.yml", "row: one site in one month", "row: one line"));
    assertEquals("", afterEdit("contract.yml", "meaning: its share", "meaning: its part"));
    assertEquals("", afterEdit("contract.yml", "unit: fraction", "unit: of the whole"));
    assertEquals("", afterEdit("contract.yml", "share < 0.5", "share < 0.9"));
    assertEquals("", afterEdit("contract.yml", "share BETWEEN 0 AND 1", "share  BETWEEN 0 AND 1"));
    assertEquals("", afterEdit("contract.yml", "type: double", "type: DOUBLE"));
    assertEquals(
        "", afterEdit("contract.yml", "cadence: month\n", "cadence: [month] # of visits\n"));
  }

  @Test
  void whatComputesIsPartOfTheDefinition() {
    assertEquals("query", afterEdit("query.sql", "GROUP BY ALL", "GROUP BY period, site"));
    assertEquals("query", afterEdit("contract.yml", "least: \"10\"", "least: \"11\""));
    assertEquals("contract", afterEdit("contract.yml", "type: double", "type: float"));
    assertEquals("contract", afterEdit("contract.yml", "BETWEEN 0 AND 1", "BETWEEN 0 AND 2"));
    assertEquals("contract", afterEdit("contract.yml", "share)) > 0", "share)) > 1"));
    assertEquals(
        "contract", afterEdit("contract.yml", "visits: same", "visits: [same, previous 1]"));
    assertEquals("contract", afterEdit("contract.yml", "grain: [period, site]", "grain: [period]"));
    assertEquals("contract", afterEdit("contract.yml", "cadence: month", "cadence: [month, year]"));
    assertEquals("contract", afterEdit("contract.yml", "row:", "partition: none\nrow:"));
    assertEquals("facts", afterEdit("owner.csv", "Alpha", "Beta"));
    assertEquals(
        "query function versions", afterEdit("query.sql", "exact_sum(visits)", "gini(visits)"));
  }

  @Test
  void onlyFunctionsThatAreCalledCount() {
    aComputedTable();
    Job job = folder.load().get(TableName.parse("clean.visit"));
    assertEquals(
        "{exact_sum=1, hhi=2}",
        job.definition(Map.of("exact_sum", 1, "hhi", 2, "gini", 3)).get("function versions"));
  }

  @Test
  void aReadersRulesArePartOfTheDefinition() {
    assertEquals("", afterSourceEdit("about: visits", "about: page views"));
    assertEquals("", afterSourceEdit("path: \"*.csv\"", "path: \"*/*.csv\""));
    assertEquals("", afterSourceEdit("(file, 1, 4)", "( file,1,4 )"));
    assertEquals("source", afterSourceEdit("(file, 1, 4)", "(file, 1, 7)"));
    assertEquals("source", afterSourceEdit("format: csv", "format: csv\noptions: {quote: x}"));
    assertEquals("source", afterSourceEdit("format: csv", "format: csv\nnames: {site: Site}"));
    assertEquals("source", afterSourceEdit("format: csv", "format: csv\nmust: [site]"));
  }

  private String afterSourceEdit(String from, String to) {
    folder
        .raw("visits", "month")
        .edit("raw/visits/source.yml", "period:", "edition: substring(file, 1, 4)\nperiod:");
    return afterEdit("raw.visits", "source.yml", from, to);
  }
}
