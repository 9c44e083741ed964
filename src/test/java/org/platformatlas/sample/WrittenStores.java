package org.platformatlas.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Answers to planted queries about outlets, by brute force over the files as written. */
final class WrittenStores {
  private static final Pattern WHERE =
      Pattern.compile("(\\w+) = (?:DATE )?'?([^']*?)'?(?: AND |$)");
  private static final Map<String, String> FOLDERS =
      Map.of("Costco", "costco", "Dollar General", "dollar-general");
  private static final LocalDate WALMARTS_LIST = LocalDate.of(2004, 1, 31);
  private static final double RADIUS = 16.09344;

  private final Path industry;

  /** Where people live, or a store stands; a store's people are 0. */
  private record At(String code, double latitude, double longitude, double people) {
    /** By the angle between vectors, its sine and cosine, not by haversines. */
    double km(At other) {
      double[] a = vector();
      double[] b = other.vector();
      double x = a[1] * b[2] - a[2] * b[1];
      double y = a[2] * b[0] - a[0] * b[2];
      double z = a[0] * b[1] - a[1] * b[0];
      double cosine = a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
      return 6371.0088 * Math.atan2(Math.sqrt(x * x + y * y + z * z), cosine);
    }

    private double[] vector() {
      double north = Math.toRadians(latitude);
      double east = Math.toRadians(longitude);
      return new double[] {
        Math.cos(north) * Math.cos(east), Math.cos(north) * Math.sin(east), Math.sin(north)
      };
    }

    boolean isNear(At other) {
      return km(other) <= RADIUS;
    }
  }

  /**
   * A store of a chain.
   *
   * @param at null without coordinates
   * @param opened null without a day
   */
  private record Store(String id, String county, At at, LocalDate opened) {}

  WrittenStores(Path landing) {
    this.industry = landing.resolve("industry");
  }

  double answer(String sql) {
    String column = sql.substring("SELECT ".length(), sql.indexOf(" FROM "));
    String table = sql.replaceFirst(".* FROM (\\S+).*", "$1");
    Map<String, String> where = new HashMap<>();
    Matcher condition = WHERE.matcher(sql.replaceFirst(".* WHERE ", ""));
    while (condition.find()) {
      where.put(condition.group(1), condition.group(2));
    }
    try {
      return switch (table) {
        case "clean.region" -> countyPeople(where.get("region"), year(where));
        case "clean.outlet" -> closed(where);
        case "clean.network" -> networks(column);
        case "ops.quarantine" -> keptOut();
        case "metrics.offline_coverage" -> coverage(column, where);
        case "metrics.offline_growth" ->
            column.equals("yield_slope") ? slope() : yieldOf(year(where));
        case "metrics.finding" -> verdict(column, where);
        case "metrics.offline_overlap" -> overlap(column, where);
        case "metrics.white_space" -> whiteSpace(column, where);
        case "metrics.offline_moat" -> moat(column);
        default -> throw new IllegalArgumentException("Unsupported table: " + table);
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int year(Map<String, String> where) {
    return Integer.parseInt(where.get("period").substring(0, 4));
  }

  /** Of the census before and of the one after, as far as the year lies between them. */
  private double countyPeople(String code, int year) throws IOException {
    double before = censusPeople(code, year / 10 * 10);
    double after = censusPeople(code, year / 10 * 10 + 10);
    return before + (after - before) * (year % 10) / 10;
  }

  private double censusPeople(String code, int year) throws IOException {
    if (year == 2020) {
      String county = "%s,%s".formatted(whole(code.substring(0, 2)), whole(code.substring(2)));
      String line = line("us-counties/county_population_2020_2021.csv", ".*\"," + county);
      return number(line.split("\"")[1], ",");
    }
    return number(line("us-counties/Dec" + year + "Count.csv", ".*US" + code + ".*"), ".*,");
  }

  private static String whole(String digits) {
    return Integer.parseInt(digits) + "";
  }

  private static double number(String text, String without) {
    return Double.parseDouble(text.replaceAll(without, ""));
  }

  private String line(String file, String pattern) throws IOException {
    return Files.readAllLines(industry.resolve(file)).stream()
        .filter(line -> line.matches(pattern))
        .findFirst()
        .orElseThrow();
  }

  private double closed(Map<String, String> where) throws IOException {
    TreeMap<LocalDate, List<Store>> lists = lists(where.get("platform"));
    Set<String> left = ids(lists.get(LocalDate.parse(where.get("closed_after"))));
    left.removeAll(ids(lists.get(LocalDate.parse(where.get("valid_to")))));
    return left.size();
  }

  private static Set<String> ids(List<Store> stores) {
    return stores.stream().map(Store::id).collect(Collectors.toCollection(TreeSet::new));
  }

  /** Stores by chain and key that are in any list, of the four chains together. */
  private double networks(String column) throws IOException {
    double count = 0;
    for (String platform : List.of("Walmart", "Costco", "Dollar General", Stores.SITE)) {
      Stream<Store> stores = lists(platform).values().stream().flatMap(List::stream);
      count +=
          stores
              .filter(
                  store -> column.contains("dated") ? store.opened() != null : store.at() != null)
              .map(Store::id)
              .distinct()
              .count();
    }
    return count;
  }

  private double keptOut() throws IOException {
    double count =
        walmartRows().stream().filter(row -> row.get("OPENDATE").startsWith("2/31")).count();
    for (String platform : List.of("Costco", "Dollar General", Stores.SITE)) {
      for (Path file : files(platform)) {
        count +=
            rows(file).stream()
                .map(WrittenStores::at)
                .filter(at -> at != null && (isNowhere(at) || isAbroad(at)))
                .count();
      }
    }
    return count;
  }

  private static boolean isNowhere(At at) {
    return at.latitude() <= 0 && at.longitude() >= 0;
  }

  private static boolean isAbroad(At at) {
    return at.latitude() < 18;
  }

  private double coverage(String column, Map<String, String> where) throws IOException {
    String platform = where.get("platform");
    YearMonth month = YearMonth.parse(where.get("period").substring(0, 7));
    LocalDate day =
        where.get("cadence").equals("year")
            ? LocalDate.of(month.getYear(), 12, 31)
            : month.atEndOfMonth();
    int census = day.getYear() < 2010 ? 2000 : 2010;
    List<Store> open = openOn(platform, day);
    List<At> places = places("block_group", census);
    double all = people(places, place -> true);
    return switch (column) {
      case "covered" -> covered(places, open);
      case "outlet_count" -> open.size();
      case "region_count" -> open.stream().map(Store::county).distinct().count();
      case "twice_share" -> people(places, place -> near(place, open).size() > 1) / all;
      case "covered_share_lower" -> wholly(open) / all;
      case "mean_km" ->
          places.stream().mapToDouble(place -> place.people() * nearest(place, open)).sum() / all;
      default -> between(column, platform, places) / all;
    };
  }

  /** People within reach of stores that two lists have, or one of them. */
  private double between(String column, String platform, List<At> places) throws IOException {
    TreeMap<LocalDate, List<Store>> lists = lists(platform);
    Set<String> both = ids(lists.firstEntry().getValue());
    both.retainAll(ids(lists.lastEntry().getValue()));
    List<Store> stores =
        lists.values().stream()
            .flatMap(List::stream)
            .filter(store -> column.equals("dated_share_upper") || both.contains(store.id()))
            .toList();
    return covered(places, stores);
  }

  /** People of counties that lie within 25 miles as a whole, each a circle of its area. */
  private double wholly(List<Store> open) throws IOException {
    double people = 0;
    List<String> areas =
        Files.readAllLines(industry.resolve("us-counties/2019_Gaz_counties_national.txt"));
    for (String line : areas) {
      String code = line.split(",")[1];
      double size = Math.sqrt(Double.parseDouble(line.split(",")[4]) / 1e6 / Math.PI);
      String[] center = line("us-counties/county_centers.csv", code + ",.*").split(",");
      At at = new At(code, Double.parseDouble(center[6]), Double.parseDouble(center[5]), 0);
      people += nearest(at, open) + size <= 2.5 * RADIUS ? censusPeople(code, 2000) : 0;
    }
    return people;
  }

  private static double nearest(At place, List<Store> stores) {
    return points(stores).stream().mapToDouble(place::km).min().orElse(Double.POSITIVE_INFINITY);
  }

  private double yieldOf(int year) throws IOException {
    List<At> places = places("block_group", 2010);
    List<Store> before = openOn("Costco", LocalDate.of(year - 1, 12, 31));
    List<Store> after = openOn("Costco", LocalDate.of(year, 12, 31));
    return (covered(places, after) - covered(places, before)) / (after.size() - before.size());
  }

  /** The median of the slopes between all pairs of years of which a yield is known. */
  private double slope() throws IOException {
    List<Double> slopes = new ArrayList<>();
    for (int later = 2012; later <= 2019; later++) {
      for (int year = 2011; year < later; year++) {
        slopes.add((yieldOf(later) - yieldOf(year)) / (later - year));
      }
    }
    slopes.sort(Comparator.naturalOrder());
    return (slopes.get((slopes.size() - 1) / 2) + slopes.get(slopes.size() / 2)) / 2;
  }

  private double verdict(String column, Map<String, String> where) throws IOException {
    String found =
        switch (where.get("question")) {
          case "new_outlets_reach_fewer" -> slope() < 0 ? "supported" : "contradicted";
          default ->
              overlap("share_of_own", Map.of("platform", "Dollar General", "rival", "Costco")) > .5
                  ? "supported"
                  : "contradicted";
        };
    return column.equals("count_if(verdict = '" + found + "')") ? 1 : 0;
  }

  private double overlap(String column, Map<String, String> where) throws IOException {
    List<At> places = places("tract", 2010);
    List<Store> own = lists(where.get("platform")).lastEntry().getValue();
    List<Store> rivals = lists(where.get("rival")).lastEntry().getValue();
    boolean isSame = where.get("platform").equals(where.get("rival"));
    double shared =
        people(
            places,
            place -> near(place, own).size() > (isSame ? 1 : 0) && !near(place, rivals).isEmpty());
    double either =
        people(places, place -> !near(place, own).isEmpty() || !near(place, rivals).isEmpty());
    return switch (column) {
      case "shared" -> shared;
      case "share_of_own" -> shared / covered(places, own);
      default -> {
        double won = 0;
        for (At place : places) {
          double mine = attraction(place, own);
          won += mine > 0 ? place.people() * mine / (mine + attraction(place, rivals)) : 0;
        }
        yield won / either;
      }
    };
  }

  private static double attraction(At place, List<Store> stores) {
    return near(place, stores).stream()
        .mapToDouble(at -> Math.pow(Math.max(1, place.km(at)), -2))
        .sum();
  }

  private double whiteSpace(String column, Map<String, String> where) throws IOException {
    List<At> places = places("tract", 2010);
    List<Store> stores = lists(where.get("platform")).lastEntry().getValue();
    if (column.equals("access")) {
      double access = 0;
      double own = 0;
      for (At place : places) {
        if (place.code().startsWith(where.get("region"))) {
          own += place.people();
          for (At store : near(place, stores)) {
            access += place.people() / people(places, store::isNear);
          }
        }
      }
      return access / own;
    }
    double all = people(places, place -> true);
    places.sort(Comparator.comparing(At::code));
    List<At> left = new ArrayList<>(places);
    left.removeIf(place -> !near(place, stores).isEmpty());
    if (column.equals("sum(uncovered)")) {
      return people(left, place -> true);
    }
    At best = null;
    double gain = 0;
    for (int place = 1; place <= Integer.parseInt(where.get("place")); place++) {
      gain = 0;
      for (At site : places) {
        double one = people(left, site::isNear);
        best = one > gain ? site : best;
        gain = Math.max(gain, one);
      }
      left.removeIf(best::isNear);
    }
    return switch (column) {
      case "covered_share" -> (all - people(left, place -> true)) / all;
      default -> Double.parseDouble(best.code());
    };
  }

  private double moat(String column) throws IOException {
    List<double[]> months = new ArrayList<>();
    List<At> places = places("block_group", 2010);
    for (YearMonth month = YearMonth.of(2017, 1);
        month.isBefore(YearMonth.of(2020, 1));
        month = month.plusMonths(1)) {
      Path folder = industry.resolveSibling("traffic/whotracksme/" + month + "/us");
      if (Files.exists(folder)) {
        double reach = covered(places, openOn(Stores.SITE, month.atEndOfMonth()));
        months.add(new double[] {reach, share(folder.resolve("sites.csv.gz"))});
      }
    }
    if (column.equals("month_count")) {
      return months.size();
    }
    int first = column.equals("lead_tau") ? 0 : 1;
    return tau(
        IntStream.range(3, months.size() - 3)
            .mapToObj(
                t ->
                    new double[] {
                      months.get(t)[first] - months.get(t - 3)[first],
                      months.get(t + 3)[1 - first] - months.get(t)[1 - first]
                    })
            .toList());
  }

  /** Concordant less discordant pairs over the geometric mean of the pairs untied in each. */
  private static double tau(List<double[]> ones) {
    double[] pairs = new double[3];
    for (double[] a : ones) {
      for (double[] b : ones) {
        pairs[0] += Math.signum((a[0] - b[0]) * (a[1] - b[1]));
        pairs[1] += a[0] == b[0] ? 0 : 1;
        pairs[2] += a[1] == b[1] ? 0 : 1;
      }
    }
    return pairs[0] / Math.sqrt(pairs[1]) / Math.sqrt(pairs[2]);
  }

  private static double share(Path sites) throws IOException {
    double own = 0;
    double all = 0;
    for (String line : lines(sites)) {
      String[] cells = line.split(",");
      if (line.matches("20..-..,us,(site-|yahoo|aol).*")) {
        all += Double.parseDouble(cells[4]);
        own += cells[2].equals(Stores.SITE) ? Double.parseDouble(cells[4]) : 0;
      }
    }
    return own / all;
  }

  private static double people(List<At> places, Predicate<At> which) {
    return places.stream().filter(which).mapToDouble(At::people).sum();
  }

  private static double covered(List<At> places, List<Store> stores) {
    return people(places, place -> !near(place, stores).isEmpty());
  }

  private static List<At> near(At place, List<Store> stores) {
    return points(stores).stream().filter(place::isNear).toList();
  }

  /** The different places of stores. */
  private static Set<At> points(List<Store> stores) {
    return stores.stream()
        .map(Store::at)
        .filter(at -> at != null)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private List<At> places(String kind, int year) throws IOException {
    List<At> places = new ArrayList<>();
    for (Map<String, String> row :
        rows(industry.resolve("us-popcenters/" + kind + year + ".csv.gz"))) {
      places.add(
          new At(
              row.get("STATEFP")
                  + row.get("COUNTYFP")
                  + row.get("TRACTCE")
                  + row.getOrDefault("BLKGRPCE", ""),
              Double.parseDouble(row.get("LATITUDE")),
              Double.parseDouble(row.get("LONGITUDE")),
              Double.parseDouble(row.get("POPULATION"))));
    }
    return places;
  }

  /** Stores of all lists that were open on a day, by their own days or those of the lists. */
  private List<Store> openOn(String platform, LocalDate day) throws IOException {
    TreeMap<LocalDate, List<Store>> lists = lists(platform);
    Map<String, Store> open = new TreeMap<>();
    lists.forEach(
        (list, stores) -> {
          if (!list.isAfter(day)) {
            open.keySet().retainAll(ids(stores));
          }
          stores.stream()
              .filter(store -> !(store.opened() == null ? list : store.opened()).isAfter(day))
              .forEach(store -> open.put(store.id(), store));
        });
    return List.copyOf(open.values());
  }

  /** A chain's lists by day, without rows whose coordinates are none. */
  private TreeMap<LocalDate, List<Store>> lists(String platform) throws IOException {
    TreeMap<LocalDate, List<Store>> lists = new TreeMap<>();
    if (platform.equals("Walmart")) {
      lists.put(
          WALMARTS_LIST,
          walmartRows().stream()
              .filter(row -> !row.get("OPENDATE").startsWith("2/31"))
              .map(
                  row ->
                      new Store(
                          row.get("storenum"),
                          row.get("st") + "/" + row.get("county"),
                          at(row),
                          walmartsDay(row.get("OPENDATE"))))
              .toList());
      return lists;
    }
    for (Path file : files(platform)) {
      LocalDate day = LocalDate.parse(file.getFileName().toString().substring(0, 10));
      Map<String, Store> stores = new TreeMap<>();
      for (Map<String, String> row : rows(file)) {
        At at = at(row);
        String id = row.getOrDefault("store_id", row.get("store_number"));
        if (at == null || !isNowhere(at) && !isAbroad(at)) {
          stores.put(id, new Store(id, null, at, day(row)));
        }
      }
      lists.put(day, List.copyOf(stores.values()));
    }
    return lists;
  }

  private static At at(Map<String, String> row) {
    String latitude = row.getOrDefault("latitude", row.get("LAT"));
    String longitude = row.getOrDefault("longitude", row.get("LON"));
    return latitude.isEmpty()
        ? null
        : new At("", Double.parseDouble(latitude), Double.parseDouble(longitude), 0);
  }

  /** A year of 50 or more is of the last century. */
  private static LocalDate walmartsDay(String text) {
    int[] parts = Arrays.stream(text.split("/")).mapToInt(Integer::parseInt).toArray();
    return LocalDate.of((parts[2] < 50 ? 2000 : 1900) + parts[2], parts[0], parts[1]);
  }

  private static LocalDate day(Map<String, String> row) {
    if (row.containsKey("store_opened")) {
      DateTimeFormatter format = DateTimeFormatter.ofPattern("MMM d, yyyy", Locale.ENGLISH);
      return LocalDate.parse(row.get("store_opened"), format);
    }
    return row.getOrDefault("open_day", "nan").equals("nan")
        ? null
        : LocalDate.of(part(row, "year"), part(row, "month"), part(row, "day"));
  }

  private static int part(Map<String, String> row, String part) {
    return (int) Double.parseDouble(row.get("open_" + part));
  }

  private List<Path> files(String platform) throws IOException {
    Path folder = industry.resolve("us-chain-stores");
    try (Stream<Path> files =
        Files.list(folder.resolve(FOLDERS.getOrDefault(platform, platform)))) {
      return files.sorted().toList();
    }
  }

  private List<Map<String, String>> walmartRows() throws IOException {
    return rows(industry.resolve("walmart-openings/1998_2004_walmart_store_openings.csv"));
  }

  private static List<Map<String, String>> rows(Path file) throws IOException {
    List<String> lines = lines(file);
    String[] names = lines.get(0).split(",");
    return lines.stream()
        .skip(1)
        .map(
            line -> {
              String[] cells = line.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1);
              Map<String, String> row = new HashMap<>();
              for (int i = 0; i < names.length; i++) {
                row.put(names[i], cells[i].replace("\"", ""));
              }
              return row;
            })
        .toList();
  }

  private static List<String> lines(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    if (file.toString().endsWith(".gz")) {
      try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
        bytes = in.readAllBytes();
      }
    }
    return new String(bytes, StandardCharsets.UTF_8).lines().toList();
  }
}
