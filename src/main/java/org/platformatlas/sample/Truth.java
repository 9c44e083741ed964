package org.platformatlas.sample;

import java.time.YearMonth;
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

  private static final String INTERNET = "source = 'internet_users' AND market = 'internet'";

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
        led("five countries led before DE tips", "areas_led", 0, 5),
        led("six countries led after", "areas_led", last, 6),
        led("three quarters of the people before", "people_led", 0, .75),
        led("all people after", "people_led", last, 1),
        browsers("DE before tipping", "DE", 0, tippingHhi(0)),
        browsers("DE at the tipping point", "DE", middle, tippingHhi(middle)),
        browsers("DE tipped", "DE", last, tippingHhi(last)),
        browsers("US, shares .4 .3 .2 .1", "US", last, .3),
        browsers("world at first", "001", 0, .52),
        browsers("world at last", "001", last, risingHhi(last)),
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
        social("three largest at most", "cr3_upper", 0, 1),
        leadership(
            "the second leader has led since half time", "leader_periods", last - middle + 1),
        leadership("one leader's time has ended", "spell_ended_count", 1),
        hidden("what one owner hides", SiteList.ONE_OWNER, 2 / n / n),
        merger("the merger a month before", SiteList.ONE_OWNER - 1, 2 / n / n),
        services("before one is sold", ThirdParties.SOLD - 1, .75),
        services("after", ThirdParties.SOLD, .875),
        new Planted(
            "two lists differ about one site",
            "SELECT count(*) FROM clean.ownership_conflict WHERE is_decisive",
            1,
            TOLERANCE),
        growth("Namibia's internet grows by", "NA", .25),
        growth("France's internet grows by", "FR", People.flatGrowth(span)),
        internet("Namibia's dividend does not fade", "NA", "contradicted"),
        internet("France's does", "FR", "supported"),
        activity(
            "two ecosystems meet in one category of three",
            "jaccard FROM metrics.ecosystem_overlap WHERE ground = 'category'"
                + " AND platform_a = 'Alpha' AND platform_b = 'Beta'",
            1 / 3.0),
        activity(
            "boundaries blur more than chance",
            "count_if(course = 'converging') FROM metrics.boundary_blur WHERE kind = 'any'"
                + " AND scope = 'all'",
            1),
        activity(
            "half of what the carrier bought carries",
            "share FROM metrics.industry_reach WHERE platform = 'Epsilon'"
                + " AND industry = '48-49'",
            .5),
        activity(
            "manufacturing's digital inputs",
            "digital_share_of_inputs FROM metrics.industry_linkage"
                + " WHERE classification = 'bea_summary' AND industry = 'manufacturing'",
            Industries.DIGITAL_INPUTS / Industries.INPUTS),
        activity(
            "an index kept back is at least",
            "hhi_lower FROM clean.industry WHERE classification = 'naics_2017'"
                + " AND industry = '518'",
            1.5 / 16),
        activity(
            "an index kept back is at most",
            "hhi_upper FROM clean.industry WHERE classification = 'naics_2017'"
                + " AND industry = '518'",
            2.75 / 16),
        finding(
            "sites: that the whole is unknown is said",
            "head_effect_grows",
            WEB_SITES,
            "DE",
            "not measurable"),
        finding(
            "US browsers are concentrated", "traffic_is_concentrated", BROWSER, "US", "supported"),
        finding(
            "browsers: the head effect grows in the world",
            "head_effect_grows",
            BROWSER,
            "001",
            span.months() < 60 ? "undetermined" : "supported"),
        finding(
            "browsers: one country of six is no more than chance",
            "head_effect_grows",
            BROWSER,
            "IT",
            "undetermined"),
        finding(
            "social media's leader was subverted",
            "leaders_are_hard_to_subvert",
            SOCIAL,
            "001",
            "contradicted"));
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

  /** HHI of two shares p and 1 - p: p − (1 − p) is 2p − 1. */
  private static double risingHhi(int t) {
    double lead = 2 * BrowserUsage.rising(t) / 100 - 1;
    return (1 + lead * lead) / 2;
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

  private Planted led(String what, String column, int t, double expected) {
    String from = column + " FROM metrics.leader";
    return planted("browsers, " + what, from, BROWSER, "FR", "group", t, expected);
  }

  private Planted leadership(String what, String column, double expected) {
    String from = column + " FROM metrics.incumbency";
    String of = "AND level = 'group' AND span = 'period'";
    return at("social media, " + what, from, SOCIAL, "001", of, span.month(span.last()), expected);
  }

  private Planted services(String when, int t, double expected) {
    String sql =
        "SELECT volume_upper FROM clean.platform_traffic WHERE market = 'trackers'"
            + " AND level = 'group' AND platform = 'Alpha' AND period = DATE '%s'"
                .formatted(span.month(t).atDay(1));
    return new Planted("services of one owner, " + when, sql, expected, TOLERANCE);
  }

  private Planted hidden(String what, int t, double expected) {
    String from = "effect_listed FROM metrics.ownership_effect";
    return at("global, " + what, from, WEB_SITES, "001", "", span.month(t), expected);
  }

  private Planted merger(String what, int t, double expected) {
    String from = "delta_listed FROM metrics.merger_screen";
    String of = "AND closed = '2017-06-13'";
    return at("global, " + what, from, WEB_SITES, "001", of, span.month(t), expected);
  }

  private Planted growth(String what, String area, double expected) {
    String from = "growth FROM metrics.growth_stage";
    return at(what, from, INTERNET, area, "", lastYear(), expected);
  }

  private Planted internet(String what, String area, String verdict) {
    return finding(what, "dividend_fades", INTERNET, area, verdict);
  }

  /** 1 where the verdict is the one planted. */
  private Planted finding(
      String what, String question, String market, String area, String verdict) {
    String from = "count_if(verdict = '" + verdict + "') FROM metrics.finding";
    return at(what, from, market, area, "AND question = '" + question + "'", lastYear(), 1);
  }

  /** Of the year up to which acts and industries are known. */
  private static Planted activity(String what, String from, double expected) {
    String sql = "SELECT " + from + " AND period = DATE '" + Ecosystems.LAST_YEAR + "-01-01'";
    return new Planted(what, sql, expected, TOLERANCE);
  }

  private YearMonth lastYear() {
    return span.month(span.last()).withMonth(1);
  }

  private Planted planted(
      String what, String from, String market, String area, String level, int t, double expected) {
    String of = "AND level = '" + level + "'";
    return at(what, from, market, area, of, span.month(t), expected);
  }

  private static Planted at(
      String what,
      String from,
      String market,
      String area,
      String more,
      YearMonth month,
      double expected) {
    String sql =
        """
        SELECT %s
        WHERE %s AND area = '%s' %s
          AND period = DATE '%s'\
        """
            .formatted(from, market, area, more, month.atDay(1));
    return new Planted(what, sql, expected, TOLERANCE);
  }
}
