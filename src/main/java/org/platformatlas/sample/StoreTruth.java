package org.platformatlas.sample;

import static org.platformatlas.sample.Stores.COSTCO;
import static org.platformatlas.sample.Stores.DOLLAR_GENERAL;
import static org.platformatlas.sample.Stores.OF_SITE;
import static org.platformatlas.sample.Stores.WALMART;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.platformatlas.sample.Country.Place;
import org.platformatlas.sample.Country.Point;
import org.platformatlas.sample.Stores.Chain;
import org.platformatlas.sample.Stores.Store;

/**
 * What the tables of outlets must find, by the distance of every store from every place. None is
 * within 100 m of a radius, so that no rounding decides who is in reach.
 */
final class StoreTruth {
  static final double MILE = 1.609344;

  private static final double RADIUS = 10 * MILE;
  private static final double EARTH_KM = 6371.0088;

  /** Numbers of people are exact, distances of some 100 km are off by 1e-13. */
  private static final double TOLERANCE = 1e-9;

  private static final String BY_BLOCK_GROUP =
      "area = 'US' AND division = 'us_block_group' AND radius = '10 mi'";
  private static final String BY_COUNTY =
      "cadence = 'year' AND area = 'US' AND division = 'us_county' AND radius = '25 mi'";

  private static final List<Place> TRACTS = Country.tracts(2010);
  private static final List<Place> BLOCK_GROUPS = Country.blockGroups(2010);
  private static final List<Place> BLOCK_GROUPS_OF_2000 = Country.blockGroups(2000);

  private final Span span;

  StoreTruth(Span span) {
    this.span = span;
  }

  List<Planted> planted() {
    return Stream.of(regions(), coverage(), growth(), overlap(), whiteSpace(), moat(), lists())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Planted> regions() {
    int county = Country.RENAMED;
    long people = (Country.people(county, 2010) + Country.people(county, 2020)) / 2;
    String from =
        "people FROM clean.region WHERE division = 'us_county' AND region = '%s'"
            + " AND period = DATE '2015-01-01'";
    return List.of(
        planted(
            "a county's people, halfway to a number with commas",
            from.formatted(Country.code(county)),
            people));
  }

  private static List<Planted> coverage() {
    List<Store> then = WALMART.openOn(LocalDate.of(2000, 12, 31));
    List<Store> last = WALMART.openOn(WALMART.second());
    List<Store> costco = COSTCO.openOn(COSTCO.second());
    double size = Math.sqrt(Country.LAND_KM2 / Math.PI);
    double wholly =
        IntStream.range(0, Country.COUNTIES)
            .filter(
                county ->
                    then.stream()
                        .anyMatch(
                            store -> km(Country.center(county), store.at()) + size <= 25 * MILE))
            .mapToLong(county -> Country.people(county, 2000))
            .sum();
    double all = people(BLOCK_GROUPS_OF_2000, place -> true);
    return List.of(
        walmart(
            "in reach at the end of 2000", "covered", 2000, covered(BLOCK_GROUPS_OF_2000, then)),
        walmart("stores of two centuries", "outlet_count", 2000, then.size()),
        walmart(
            "in reach of stores at two places",
            "twice_share",
            2004,
            people(BLOCK_GROUPS_OF_2000, place -> pointsNear(place, last) > 1) / all),
        coverage(
            "Walmart, share of people in counties all in reach",
            "covered_share_lower",
            WALMART,
            BY_COUNTY,
            "2000-01-01",
            wholly / all),
        coverage(
            "Walmart, counties with a store, one under its old code",
            "region_count",
            WALMART,
            BY_COUNTY,
            "2004-01-01",
            last.stream().map(Store::county).distinct().count()),
        coverage(
            "Costco, mean distance",
            "mean_km",
            COSTCO,
            "cadence = 'year' AND " + BY_BLOCK_GROUP,
            "2019-01-01",
            BLOCK_GROUPS.stream()
                    .mapToDouble(
                        place -> place.people() * distances(place, costco).min().orElseThrow())
                    .sum()
                / people(BLOCK_GROUPS, place -> true)),
        betweenLists(
            "share surely in reach",
            "dated_share_lower",
            share(stores(store -> store.isInFirst() && store.isInSecond()))),
        betweenLists("share possibly in reach", "dated_share_upper", share(stores(store -> true))));
  }

  private static List<Planted> growth() {
    List<Store> before = COSTCO.openOn(LocalDate.of(2018, 12, 31));
    List<Store> after = COSTCO.openOn(LocalDate.of(2019, 12, 31));
    double gained = covered(BLOCK_GROUPS, after) - covered(BLOCK_GROUPS, before);
    return List.of(
        growth("people a new store", "marginal_yield", gained / (after.size() - before.size())),
        // Each county has 2,048 people less than the one before, 11 of 16 of them in reach.
        growth("how many fewer every year", "yield_slope", -2048 * 11 / 16.0),
        finding("new stores reach fewer", "new_outlets_reach_fewer", COSTCO, "supported"),
        finding("most are Costco's too", "networks_overlap", DOLLAR_GENERAL, "supported"));
  }

  private static List<Planted> overlap() {
    List<Store> costco = COSTCO.openOn(COSTCO.second());
    List<Store> dollars = DOLLAR_GENERAL.openOn(DOLLAR_GENERAL.second());
    double shared =
        people(TRACTS, place -> pointsNear(place, costco) > 0 && pointsNear(place, dollars) > 0);
    double either = covered(TRACTS, costco) + covered(TRACTS, dollars) - shared;
    double won = 0;
    for (Place place : TRACTS) {
      double own = attraction(place, costco);
      double all = own + attraction(place, dollars);
      won += all > 0 ? place.people() * (own / all) : 0;
    }
    double twice = people(TRACTS, place -> pointsNear(place, dollars) > 1);
    return List.of(
        overlap("whom both reach", "shared", COSTCO, shared),
        overlap("Costco's part by distance", "huff_share", COSTCO, won / either),
        overlap(
            "of its own in reach of two",
            "share_of_own",
            DOLLAR_GENERAL,
            twice / covered(TRACTS, dollars)));
  }

  private static List<Planted> whiteSpace() {
    List<Store> stores = DOLLAR_GENERAL.openOn(DOLLAR_GENERAL.second());
    List<Place> missed = TRACTS.stream().filter(place -> pointsNear(place, stores) == 0).toList();
    List<Place> left = missed;
    List<Place> chosen = new ArrayList<>();
    while (chosen.size() < 10) {
      Place next = best(left);
      chosen.add(next);
      left = left.stream().filter(place -> !isNear(place, next.at())).toList();
    }
    Place first = chosen.get(0);
    double all = people(TRACTS, place -> true);
    return List.of(
        whiteSpace("out of reach", "sum(uncovered)", "kind = 'region'", people(missed, p -> true)),
        whiteSpace(
            "where next", "CAST(region AS BIGINT)", "place = 1", Double.parseDouble(first.code())),
        whiteSpace(
            "share with ten more",
            "covered_share",
            "place = 10",
            1 - people(left, place -> true) / all),
        whiteSpace(
            "stores a person, in the county with two",
            "access",
            "region = '" + Country.code(20) + "'",
            access(20, stores)));
  }

  /** The tract around which most people are left; of equal ones the first. */
  private static Place best(List<Place> left) {
    return TRACTS.stream()
        .max(
            Comparator.comparingDouble(
                    (Place site) -> people(left, place -> isNear(place, site.at())))
                .thenComparing(Place::code, Comparator.reverseOrder()))
        .orElseThrow();
  }

  /** Each store is shared by all in reach of it: what a county's people have of them, a person. */
  private static double access(int county, List<Store> stores) {
    double held = 0;
    for (Point at : points(stores)) {
      double all = people(TRACTS, place -> isNear(place, at));
      held += people(TRACTS, place -> isNear(place, at) && place.county() == county) / all;
    }
    return held / Country.people(county, 2010);
  }

  /** Nothing but the number of months where they are too few. */
  private List<Planted> moat() {
    int months = Math.min(36, span.months());
    if (months < 24) {
      return List.of(moat("months of both", "month_count", months));
    }
    double[] traffic = monthly(months, this::shareOfTraffic);
    double[] reach = monthly(months, t -> share(OF_SITE.openOn(span.month(t).atEndOfMonth())));
    return List.of(
        moat("reach first", "lead_tau", tau(changes(reach), changes(traffic), 3)),
        moat("traffic first", "lag_tau", tau(changes(traffic), changes(reach), 3)));
  }

  private static double[] monthly(int months, IntToDoubleFunction value) {
    return IntStream.range(0, months).mapToDouble(value).toArray();
  }

  private double shareOfTraffic(int t) {
    double ratio = SiteList.growingRatio(span, t);
    return StrictMath.pow(ratio, Stores.ONLINE) * Truth.geometricTop(ratio, 1, SiteList.SITES);
  }

  /** Over three months. */
  private static double[] changes(double[] values) {
    return monthly(values.length - 3, t -> values[t + 3] - values[t]);
  }

  /** Kendall's tau-b, by its definition, of one series and the other so many months later. */
  static double tau(double[] first, double[] second, int later) {
    double agreement = 0;
    double firstUntied = 0;
    double secondUntied = 0;
    for (int i = 0; i + later < first.length; i++) {
      for (int j = 0; j < i; j++) {
        double one = Math.signum(first[i] - first[j]);
        double other = Math.signum(second[i + later] - second[j + later]);
        agreement += one * other;
        firstUntied += Math.abs(one);
        secondUntied += Math.abs(other);
      }
    }
    return agreement / Math.sqrt(firstUntied * secondUntied);
  }

  private static List<Planted> lists() {
    List<Store> all =
        Stream.of(WALMART, COSTCO, DOLLAR_GENERAL, OF_SITE)
            .flatMap(chain -> chain.stores().stream())
            .toList();
    return List.of(
        planted(
            "stores kept out: of no day, at 0, 0, with swapped axes and abroad",
            "count(*) FROM ops.quarantine WHERE table IN ('raw.walmart_openings',"
                + " 'raw.chain_stores', 'clean.outlet_sighting')",
            4),
        planted(
            "Dollar General, stores that closed between its lists",
            "count(*) FROM clean.outlet WHERE platform = 'Dollar General'"
                + " AND closed_after = DATE '2018-06-30' AND valid_to = DATE '2019-06-30'",
            stores(store -> !store.isInSecond()).size()),
        planted(
            "stores with a place, each once",
            "sum(located_count) FROM clean.network",
            all.stream().filter(store -> store.at() != null).count()),
        planted(
            "stores with a day of opening",
            "sum(dated_count) FROM clean.network",
            all.stream().filter(store -> store.opened() != null).count()));
  }

  private static Planted walmart(String what, String column, int year, double expected) {
    String of = "cadence = 'year' AND " + BY_BLOCK_GROUP;
    return coverage("Walmart, " + what, column, WALMART, of, year + "-01-01", expected);
  }

  private static Planted betweenLists(String what, String column, double expected) {
    String of = "cadence = 'month' AND " + BY_BLOCK_GROUP;
    String subject = "Dollar General between its lists, " + what;
    return coverage(subject, column, DOLLAR_GENERAL, of, "2018-12-01", expected);
  }

  private static Planted coverage(
      String what, String column, Chain chain, String of, String period, double expected) {
    return metric(what, column, "offline_coverage", chain, of, period, expected);
  }

  private static Planted growth(String what, String column, double expected) {
    return metric(
        "Costco, " + what,
        column,
        "offline_growth",
        COSTCO,
        BY_BLOCK_GROUP,
        "2019-01-01",
        expected);
  }

  /** 1 where the verdict is the one planted. */
  private static Planted finding(String what, String question, Chain chain, String verdict) {
    String from =
        "count_if(verdict = '%s') FROM metrics.finding WHERE question = '%s' AND market = '%s'"
            + " AND period = DATE '2019-01-01'";
    return planted(
        chain.platform() + ", " + what, from.formatted(verdict, question, chain.platform()), 1);
  }

  private static Planted overlap(String what, String column, Chain platform, double expected) {
    return metric(
        platform.platform() + " and Dollar General, " + what,
        column,
        "offline_overlap",
        platform,
        "rival = 'Dollar General'",
        "2019-01-01",
        expected);
  }

  private static Planted whiteSpace(String what, String column, String of, double expected) {
    return metric(
        "Dollar General, " + what,
        column,
        "white_space",
        DOLLAR_GENERAL,
        of,
        "2019-01-01",
        expected);
  }

  private Planted moat(String what, String column, double expected) {
    String period = Math.min(2019, span.month(span.last()).getYear()) + "-01-01";
    return metric(
        "a site and its stores, " + what,
        column,
        "offline_moat",
        OF_SITE,
        "market = 'web_sites'",
        period,
        expected);
  }

  private static Planted metric(
      String what,
      String column,
      String table,
      Chain chain,
      String of,
      String period,
      double expected) {
    String from = "%s FROM metrics.%s WHERE platform = '%s' AND %s AND period = DATE '%s'";
    return planted(what, from.formatted(column, table, chain.platform(), of, period), expected);
  }

  private static Planted planted(String what, String from, double expected) {
    return new Planted(what, "SELECT " + from, expected, TOLERANCE);
  }

  private static List<Store> stores(Predicate<Store> which) {
    return DOLLAR_GENERAL.stores().stream().filter(which).toList();
  }

  private static double share(List<Store> stores) {
    return covered(BLOCK_GROUPS, stores) / people(BLOCK_GROUPS, place -> true);
  }

  private static double covered(List<Place> places, List<Store> stores) {
    return people(places, place -> pointsNear(place, stores) > 0);
  }

  private static double people(List<Place> places, Predicate<Place> which) {
    return places.stream().filter(which).mapToLong(Place::people).sum();
  }

  private static long pointsNear(Place place, List<Store> stores) {
    return points(stores).stream().filter(at -> isNear(place, at)).count();
  }

  private static boolean isNear(Place place, Point at) {
    return km(place.at(), at) <= RADIUS;
  }

  /** By Huff's model, equal stores. */
  private static double attraction(Place place, List<Store> stores) {
    return distances(place, stores)
        .filter(km -> km <= RADIUS)
        .map(km -> 1 / (Math.max(km, 1) * Math.max(km, 1)))
        .sum();
  }

  private static DoubleStream distances(Place place, List<Store> stores) {
    return points(stores).stream().mapToDouble(at -> km(place.at(), at));
  }

  private static List<Point> points(List<Store> stores) {
    return stores.stream().map(Store::at).filter(at -> at != null).distinct().toList();
  }

  /** Along the great circle, by haversines. */
  static double km(Point a, Point b) {
    double north = Math.toRadians(b.latitude() - a.latitude());
    double east = Math.toRadians(b.longitude() - a.longitude());
    double haversine =
        square(Math.sin(north / 2))
            + Math.cos(Math.toRadians(a.latitude()))
                * Math.cos(Math.toRadians(b.latitude()))
                * square(Math.sin(east / 2));
    return 2 * EARTH_KM * Math.asin(Math.sqrt(haversine));
  }

  private static double square(double x) {
    return x * x;
  }
}
