package org.platformatlas.generate;

import java.time.YearMonth;
import org.platformatlas.AtlasException;

/**
 * What is wanted of simulated markets.
 *
 * @param seed seed of the first market; the next has the next number
 * @param exponent that of Zipf's law in the first month
 * @param drift by how much it grows to the last month, in a straight line
 * @param jump by how much it grows on one day, beside that
 * @param season by how much it swings over the year, with the volume, both largest in January
 * @param noise standard deviation of the logarithm of each volume
 * @param growth of the volume, a year
 * @param entries how many sites enter, in each market, as all that follows
 * @param late months of which a part comes later
 * @param dirty rows that no table may take for good
 * @param isPublished as files of a publisher, not straight to clean.traffic
 */
public record Spec(
    long seed,
    int markets,
    YearMonth first,
    int months,
    int sites,
    double exponent,
    double drift,
    double jump,
    double season,
    double noise,
    double growth,
    int entries,
    int exits,
    int mergers,
    int late,
    int dirty,
    boolean isPublished) {

  /** Places that neither move nor merge, so that the head is there. */
  static final int HEAD = 2;

  static final int LEAST_MONTHS = 24;

  public Spec {
    check(markets >= 1, "--markets", markets, "at least 1");
    check(
        !isPublished || markets <= Market.COUNTRIES.size(),
        "--markets",
        markets,
        "at most %d: a market is a country there; or --to traffic"
            .formatted(Market.COUNTRIES.size()));
    check(
        first.getYear() > 1900 && first.getYear() < 3000,
        "--first",
        first,
        "between 1901 and 2999");
    check(months >= LEAST_MONTHS, "--months", months, "at least " + LEAST_MONTHS);
    check(exponent > 0 && exponent <= 10, "--exponent", exponent, "above 0, at most 10");
    check(Math.abs(drift) <= 10, "--drift", drift, "between -10 and 10");
    check(Math.abs(jump) <= 10, "--jump", jump, "between -10 and 10");
    check(season >= 0 && season < 1, "--season", season, "at least 0, below 1");
    double least = exponent + Math.min(0, drift) + Math.min(0, jump) - season;
    check(
        least > 0,
        "--exponent",
        exponent,
        "with drift, jump and season it could come down to %s: it must stay above 0"
            .formatted(least));
    check(noise >= 0 && noise <= 10, "--noise", noise, "between 0 and 10");
    check(growth > -1 && growth <= 10, "--growth", growth, "above -1, at most 10");
    checkCount("--entries", entries);
    checkCount("--exits", exits);
    checkCount("--mergers", mergers);
    checkCount("--late", late);
    checkCount("--dirty", dirty);
    check(
        sites >= HEAD + (long) entries + exits + 2L * mergers,
        "--sites",
        sites,
        "at least %d, as each site enters, leaves or merges once"
            .formatted(HEAD + (long) entries + exits + 2L * mergers));
    check(late <= months / 4, "--late", late, "at most a quarter of the months");
    check(isPublished || dirty == 0, "--dirty", dirty, "0 with --to traffic, which is clean");
  }

  private static void checkCount(String option, int count) {
    check(count >= 0, option, count, "at least 0");
  }

  private static void check(boolean holds, String option, Object value, String cure) {
    if (!holds) {
      throw AtlasException.usage("Invalid %s: %s (%s)".formatted(option, value, cure));
    }
  }
}
