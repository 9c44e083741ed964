package org.platformatlas.sample;

import java.util.List;

/**
 * What the tables must find, from closed forms: sums of geometric series and hyperbolic identities,
 * never a sum over sites or browsers.
 */
final class Truth {
  /**
   * A volume is within 2 ulp of its formula (strict power or exponential, exact decimal text). That
   * gives the HHI 16 roundings, adding up 40 shares and their squares 120 at most, the closed form
   * 20: below 200 × 2⁻⁵³ = 3e-14. An effective number of 40 exact volumes: 40 × 50 × 2⁻⁵³ = 3e-13.
   */
  private static final double TOLERANCE = 1e-12;

  private static final String WEB_SITES = "source = 'whotracksme_sites' AND market = 'web_sites'";
  private static final String BROWSER = "source = 'caniuse' AND market = 'browser'";
  private static final String SOCIAL = "source = 'statcounter' AND market = 'social_media'";

  private final Span span;

  Truth(Span span) {
    this.span = span;
  }

  List<Planted> planted() {
    int middle = span.middle();
    int last = span.last();
    int repeated = Dirt.REPEATED.month(span);
    int negative = Dirt.NEGATIVE.month(span);
    int hostile = Dirt.HOSTILE.month(span);
    double n = SiteList.SITES;
    return List.of(
        sites("us sites before the head grows", "hhi_listed", "US", 0, growingHhi(0)),
        sites("us sites halfway", "hhi_listed", "US", middle, growingHhi(middle)),
        sites("us sites when the head has grown", "hhi_listed", "US", last, growingHhi(last)),
        sites("us, the four largest sites at first", "cr4_listed", "US", 0, growingTopFour(0)),
        sites("us, the four largest at last", "cr4_listed", "US", last, growingTopFour(last)),
        sites("us beside a negative row", "hhi_listed", "US", negative, growingHhi(negative)),
        sites("us beside a hostile row", "hhi_listed", "US", hostile, growingHhi(hostile)),
        sites("de sites, flat, at first", "hhi_listed", "DE", 0, flatHhi()),
        sites("de sites, flat, at last", "hhi_listed", "DE", last, flatHhi()),
        sites("de sites, every row four times", "hhi_listed", "DE", repeated, flatHhi()),
        sites("de, how many, four times", "platform_count", "DE", repeated, SiteList.SITES),
        sites("global, equal sites", "hhi_listed", "001", middle, 1.0 / SiteList.SITES),
        sites("global, all sites count", "effective_number", "001", middle, SiteList.SITES),
        sites("global, no inequality", "gini", "001", middle, 0),
        owners("global, two sites of two owners", "hhi_listed", SiteList.ONE_OWNER - 1, 1 / n),
        owners("global, two sites of one owner", "hhi_listed", SiteList.ONE_OWNER, (n + 2) / n / n),
        owners("global, sites whose owner is known", "mapped_share", middle, 2 / n),
        leader("its owner leads with", "leader_share_listed", SiteList.ONE_OWNER, 2 / n),
        leader("its owner is ahead by", "margin_listed", SiteList.ONE_OWNER, 1 / n),
        led("four countries led before DE tips", 0, 4),
        led("five countries led after", last, 5),
        browsers("DE before tipping", "DE", 0, tippingHhi(0)),
        browsers("DE at the tipping point", "DE", middle, tippingHhi(middle)),
        browsers("DE tipped", "DE", last, tippingHhi(last)),
        browsers("US, shares .4 .3 .2 .1", "US", last, .3),
        browsers("world, five equal", "001", middle, .2),
        browsers("Saudi Arabia, a monopoly", "SA", middle, 1),
        browsers("South America, two equal", "005", middle, .5),
        browsers("Namibia, three to one", "NA", middle, .625),
        browsers("North America, four equal", "003", middle, .25),
        browsers("France, shares 3 2 1 of a list of 90 %", "FR", middle, 7 / 18.0),
        social("two members at first, as a 0 is none", "platform_count", 0, 2),
        social("three at last", "platform_count", last, 3),
        social("shares 5 3 of what is listed", "hhi_listed", 0, 34 / 64.0),
        social("shares 3 4 1 of what is listed", "hhi_listed", last, 26 / 64.0),
        social("at least, whoever the others are", "hhi_lower", 0, .34),
        social("at most, whoever the others are", "hhi_upper", 0, .38),
        social("three largest at least", "cr3_lower", 0, .8),
        social("three largest at most", "cr3_upper", 0, 1));
  }

  private double growingHhi(int t) {
    return geometricHhi(SiteList.growingRatio(span, t), SiteList.SITES);
  }

  private double growingTopFour(int t) {
    return geometricTop(SiteList.growingRatio(span, t), 4, SiteList.SITES);
  }

  private double tippingHhi(int t) {
    return tippingHhi(BrowserUsage.logOdds(span, t));
  }

  private static double flatHhi() {
    return geometricHhi(SiteList.FLAT_RATIO, SiteList.SITES);
  }

  /** HHI of {@code n} shares, each {@code r} times the one before. */
  static double geometricHhi(double r, int n) {
    double tail = StrictMath.pow(r, n);
    return (1 - r) / (1 + r) * ((1 + tail) / (1 - tail));
  }

  /** What the {@code k} largest of {@code n} shares hold, each {@code r} times the one before. */
  static double geometricTop(double r, int k, int n) {
    return (1 - StrictMath.pow(r, k)) / (1 - StrictMath.pow(r, n));
  }

  /** HHI of two shares whose odds are e^{@code logOdds}: p − q is tanh(x/2), p + q is 1. */
  static double tippingHhi(double logOdds) {
    double lead = StrictMath.tanh(logOdds / 2);
    return (1 + lead * lead) / 2;
  }

  private Planted sites(String what, String column, String area, int t, double expected) {
    return concentration(what, column, WEB_SITES, area, "key", t, expected);
  }

  private Planted owners(String what, String column, int t, double expected) {
    return concentration(what, column, WEB_SITES, "001", "group", t, expected);
  }

  private Planted browsers(String what, String area, int t, double expected) {
    return concentration("browsers, " + what, "hhi_listed", BROWSER, area, "key", t, expected);
  }

  private Planted social(String what, String column, int t, double expected) {
    return concentration("social media, " + what, column, SOCIAL, "001", "key", t, expected);
  }

  private Planted concentration(
      String what,
      String column,
      String market,
      String area,
      String level,
      int t,
      double expected) {
    String from = column + " FROM metrics.market_concentration";
    return planted(what, from, market, area, level, t, expected);
  }

  private Planted leader(String what, String column, int t, double expected) {
    return planted(
        "global, two sites: " + what,
        column + " FROM metrics.leader",
        WEB_SITES,
        "001",
        "group",
        t,
        expected);
  }

  private Planted led(String what, int t, double expected) {
    String from = "areas_led FROM metrics.leader";
    return planted("browsers, " + what, from, BROWSER, "FR", "group", t, expected);
  }

  private Planted planted(
      String what, String from, String market, String area, String level, int t, double expected) {
    String sql =
        """
        SELECT %s
        WHERE %s AND area = '%s' AND level = '%s'
          AND period = DATE '%s'\
        """
            .formatted(from, market, area, level, span.month(t).atDay(1));
    return new Planted(what, sql, expected, TOLERANCE);
  }
}
