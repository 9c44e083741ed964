package org.platformatlas.sample;

import java.time.YearMonth;

/** The simulated months, counted from 0. */
record Span(int months) {
  private static final YearMonth START = YearMonth.of(2017, 1);

  Span {
    if (months < 12) {
      throw new IllegalArgumentException("Cannot simulate fewer than 12 months: " + months);
    }
  }

  YearMonth month(int t) {
    return START.plusMonths(t);
  }

  /** The {@code n}th twelfth of the span; with 12 months or more, no two twelfths are one month. */
  int twelfth(int n) {
    return n * months / 12;
  }

  int middle() {
    return months / 2;
  }

  int last() {
    return months - 1;
  }
}
