package org.platformatlas.sample;

/** The ways in which the sample is dirty, each in one file. */
enum Dirt {
  NOT_A_NUMBER(
      1,
      "traffic/whotracksme/YYYY-MM/us/sites.csv.gz",
      "an extra row whose popularity is 'n/a'",
      "the row is quarantined; the other 40 count"),
  NEGATIVE(
      2,
      "traffic/whotracksme/YYYY-MM/us/sites.csv.gz",
      "an extra row whose popularity is negative",
      "the row is quarantined; the other 40 count"),
  REPEATED(
      3,
      "traffic/whotracksme/YYYY-MM/de/sites.csv.gz",
      "every row stands there four times",
      "each site counts once; the indexes are those of any other month"),
  NO_SUCH_MONTH(
      4,
      "traffic/whotracksme/YYYY-MM/us/sites.csv.gz",
      "an extra row whose month is '2018-13'",
      "the row is quarantined; the other 40 count"),
  TRUNCATED(
      5,
      "traffic/caniuse-region-usage/YYYY-MM.jsonl.gz",
      "the line of US breaks off in the middle",
      "the line is quarantined; US has no browsers in this month, the other regions do"),
  STALE(
      7,
      "traffic/caniuse-region-usage/YYYY-MM.jsonl.gz",
      "the line of NA is that of the month before, byte for byte",
      "the month before counts it once; NA has no browsers in this month"),
  EMPTY(
      8,
      "traffic/caniuse-region-usage/YYYY-MM.jsonl.gz",
      "FR has a total of 0 and every usage is null",
      "no index of FR is known in this month; none is 0 or NaN"),
  HOSTILE(
      9,
      "traffic/whotracksme/YYYY-MM/us/sites.csv.gz",
      "an extra row of popularity 0.0 whose site holds quotes, a newline, SQL, a path and markup, "
          + "10000 characters in all",
      "the name is kept as text and never acted upon; the indexes stay, as zeros are dropped");

  private final int twelfth;
  private final String file;
  private final String what;
  private final String expectedOutcome;

  Dirt(int twelfth, String file, String what, String expectedOutcome) {
    this.twelfth = twelfth;
    this.file = file;
    this.what = what;
    this.expectedOutcome = expectedOutcome;
  }

  int month(Span span) {
    return span.twelfth(twelfth);
  }

  boolean spoils(Span span, int t) {
    return month(span) == t;
  }

  Fault fault(Span span) {
    String month = span.month(month(span)).toString();
    return new Fault(file.replace("YYYY-MM", month), what, expectedOutcome);
  }
}
