package org.platformatlas;

/** What the process says to whoever started it. */
public enum ExitCode {
  DONE(0),
  UNEXPECTED(1),
  USAGE(2),
  INPUT_MISSING(3),
  RULE_BROKEN(4),
  BUSY(5),
  PARTLY_FAILED(6);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }
}
