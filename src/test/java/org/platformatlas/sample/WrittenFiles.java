package org.platformatlas.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Written files, and the answers to planted queries by brute force over them. */
record WrittenFiles(Path folder) {
  private static final Pattern QUERY =
      Pattern.compile(
          "SELECT (.+) FROM metrics\\.(\\w+)\\s+WHERE source = '(\\w+)' AND market = '\\w+'"
              + " AND area = '(\\w+)' (?:AND level = '(key|group)')?.*"
              + "\\s+AND period = DATE '(\\d{4}-\\d{2})-01'");
  private static final Pattern YEARLY =
      Pattern.compile("SELECT (.+) FROM (\\w+[.]\\w+) WHERE .* AND period = DATE '2017-01-01'");
  private static final Pattern OUTLETS =
      Pattern.compile("clean[.](region|outlet)|ops[.]|offline|white_space|network|outlets");
  private static final Pattern BROWSER = Pattern.compile("\"\\w+\":\\{([^{}]*)\\}");
  private static final Pattern USAGE = Pattern.compile("\"\\d+\":([0-9.]+)");
  private static final Map<String, String> SITE_AREAS =
      Map.of("001", "global", "US", "us", "DE", "de");
  private static final Map<String, String> REGIONS = Map.of("001", "ww", "003", "na", "005", "sa");

  String text(String file) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(folder.resolve(file)))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  double answer(String sql) {
    if (OUTLETS.matcher(sql).find()) {
      return new WrittenStores(folder).answer(sql);
    }
    Matcher yearly = YEARLY.matcher(sql);
    if (yearly.matches()) {
      try {
        return ofActsAndIndustries(yearly.group(1), yearly.group(2));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    if (sql.contains("FROM clean.")) {
      return sql.contains("ownership_conflict") ? conflicts() : reach(sql);
    }
    Matcher query = QUERY.matcher(sql);
    if (!query.matches()) {
      throw new IllegalArgumentException("Unsupported query: " + sql);
    }
    String column = query.group(1);
    String source = query.group(3);
    String area = query.group(4);
    String month = query.group(6);
    try {
      return switch (query.group(2)) {
        case "finding" ->
            column.equals("count_if(verdict = '" + verdict(source, area, month, sql) + "')")
                ? 1
                : 0;
        case "growth_stage" -> growth(area, Integer.parseInt(month.substring(0, 4)));
        case "incumbency" ->
            column.equals("leader_periods") ? leads().get(leads().size() - 1) : leads().size() - 1;
        case "ownership_effect", "merger_screen" -> ofOwners("pair", SITE_AREAS.get(area), month);
        default -> {
          if (column.equals("areas_led") || column.equals("people_led")) {
            yield ledByTheFirstBrowser(column, month);
          }
          if (query.group(5).equals("group")) {
            yield ofOwners(column, SITE_AREAS.get(area), month);
          }
          if (source.equals("statcounter")) {
            yield ofShares(column, month);
          }
          yield index(
              column,
              source.equals("caniuse")
                  ? usages(REGIONS.getOrDefault(area, area), month)
                  : popularities(SITE_AREAS.get(area), month));
        }
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the services of one owner reach at most in a month, by the last dump before its end. */
  private double reach(String sql) {
    String month = sql.replaceAll(".*DATE '(.{7}).*", "$1");
    try (Stream<Path> dumps = Files.list(folder.resolve(ThirdParties.DUMPS).getParent())) {
      Path newest =
          dumps
              .filter(dump -> dump.toString().compareTo(dumpOf(month + "-32")) < 0)
              .max(Path::compareTo)
              .orElseThrow();
      String dump = Files.readString(newest);
      return Files.readAllLines(
              folder.resolve("traffic/whotracksme/" + month + "/global/trackers.csv"))
          .stream()
          .skip(1)
          .map(line -> line.split(","))
          .filter(row -> dump.matches("(?s).*'" + row[2] + "',[0-9]+,'alpha'.*"))
          .mapToDouble(row -> Double.parseDouble(row[3]))
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String dumpOf(String day) {
    return folder.resolve("traffic/whotracksme-trackerdb/trackerdb-" + day).toString();
  }

  /** Domains of the newest dump that a set puts with a primary site of another owner. */
  private double conflicts() {
    try {
      String dump = Files.readString(Path.of(dumpOf("2017-12-15.sql")));
      String sets = Files.readString(folder.resolve(ThirdParties.SETS));
      return Pattern.compile("VALUES\\('(?!nobodys)\\w+','(\\w+[.]example)'")
          .matcher(dump)
          .results()
          .filter(domain -> sets.contains("\"https://" + domain.group(1) + "\"]"))
          .count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private double ofActsAndIndustries(String column, String table) throws IOException {
    return switch (table) {
      case "metrics.ecosystem_overlap" -> overlap(2013);
      case "metrics.boundary_blur" -> overlap(2013) > overlap(2008) ? 1 : 0;
      case "metrics.industry_reach" -> {
        List<String> bought = bought("Epsilon", 2013);
        yield (double) bought.stream().filter("Freight"::equals).count() / bought.size();
      }
      case "metrics.industry_linkage" -> {
        Path use = folder.resolve("industry/us-io/csv/Summary_Use_2017_PRO_BeforeRedef_17sch.csv");
        yield cell(use, "514", 2) / cell(use, "Total Intermediate", 2);
      }
      case "clean.industry" -> {
        List<String> rows =
            Files.readAllLines(folder.resolve(Industries.CENSUS)).stream()
                .filter(line -> line.contains("|518|"))
                .toList();
        double all = receipts(rows.get(0));
        double firms = Integer.parseInt(rows.get(0).split("[|]")[10]) - 4;
        double first = receipts(rows.get(1)) / all;
        double rest = 1 - first;
        // Four firms equal, or all but one as small as the mean of the rest; of the rest all equal,
        // or as many as possible as large as the mean of the first four.
        double small = rest / firms;
        double large = first - 3 * small;
        yield column.equals("hhi_lower")
            ? first * first / 4 + rest * rest / firms
            : large * large + 3 * small * small + rest * first / 4;
      }
      default -> throw new IllegalArgumentException("Unsupported table: " + table);
    };
  }

  private static double receipts(String row) {
    return Double.parseDouble(row.split("[|]")[14]);
  }

  private static double cell(Path csv, String row, int column) throws IOException {
    return Files.readAllLines(csv).stream()
        .filter(line -> line.startsWith(row + ","))
        .mapToDouble(line -> Double.parseDouble(line.split(",")[column]))
        .findFirst()
        .orElseThrow();
  }

  /** What part of what two platforms bought into within five years both bought into. */
  private double overlap(int from) throws IOException {
    Set<String> both = new HashSet<>(bought("Alpha", from));
    Set<String> either = new HashSet<>(both);
    Set<String> other = new HashSet<>(bought("Beta", from));
    both.retainAll(other);
    either.addAll(other);
    return (double) both.size() / either.size();
  }

  /** The category of each company that a platform bought within five years. */
  private List<String> bought(String platform, int from) throws IOException {
    Path companies =
        folder.resolve("industry/tech-giants-acquisitions/Acquired Tech Companies.csv");
    return Files.readAllLines(companies).stream()
        .filter(line -> line.matches(platform + " 20[0-9]{2} .*"))
        .filter(
            line -> {
              int year = Integer.parseInt(line.replaceFirst("\\w+ (\\d{4}) .*", "$1"));
              return year >= from && year < from + 5;
            })
        .map(line -> line.split("\"")[1])
        .toList();
  }

  private String verdict(String source, String area, String month, String sql) throws IOException {
    int year = Integer.parseInt(month.substring(0, 4));
    if (sql.contains("dividend_fades")) {
      return growth(area, year) >= .05
          ? "contradicted"
          : IntStream.rangeClosed(year - 2, year).allMatch(y -> quietly(area, y) < .02)
              ? "supported"
              : "undetermined";
    }
    if (sql.contains("leaders_are_hard_to_subvert")) {
      return leads().size() > 1 ? "contradicted" : "supported";
    }
    if (source.equals("whotracksme_sites")) {
      return "not measurable";
    }
    if (sql.contains("traffic_is_concentrated")) {
      return index("hhi_listed", usages(area, year + "-12")) > .25 ? "supported" : "undetermined";
    }
    if (!area.equals("001")) {
      return "undetermined";
    }
    int years = 0;
    for (double before = 0; years < year - 2016; years++) {
      double now = index("hhi_listed", usages("ww", (2017 + years) + "-07"));
      if (now <= before) {
        return "undetermined";
      }
      before = now;
    }
    return years < 5 ? "undetermined" : "supported";
  }

  private double quietly(String area, int year) {
    try {
      return growth(area, year);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private double growth(String area, int year) throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve(People.USERS_FILE));
    String code = Map.of("NA", "NAM", "FR", "FRA").get(area);
    double[] users =
        IntStream.of(year - 1, year)
            .mapToObj(y -> "," + code + "," + y + ",")
            .mapToDouble(
                key -> {
                  String line =
                      lines.stream().filter(l -> l.contains(key)).findFirst().orElseThrow();
                  return Double.parseDouble(line.substring(line.lastIndexOf(',') + 1));
                })
            .toArray();
    return (users[1] - users[0]) / users[0];
  }

  /** How long each leader among social media led, one after the other. */
  private List<Integer> leads() throws IOException {
    List<Integer> leads = new ArrayList<>();
    int leader = -1;
    for (String line : shares().subList(1, shares().size())) {
      String[] cells = line.split(",");
      int first = Double.parseDouble(cells[1]) > Double.parseDouble(cells[2]) ? 1 : 2;
      if (first != leader) {
        leads.add(0);
      }
      leader = first;
      leads.set(leads.size() - 1, leads.get(leads.size() - 1) + 1);
    }
    return leads;
  }

  private List<String> shares() throws IOException {
    try (Stream<Path> found = Files.list(folder.resolve("traffic/statcounter"))) {
      return Files.readAllLines(found.findFirst().orElseThrow());
    }
  }

  /** Of the row of a month in the wide file, whose last column is all others together. */
  private double ofShares(String column, String month) throws IOException {
    String[] cells =
        shares().stream()
            .filter(line -> line.startsWith(month))
            .findFirst()
            .orElseThrow()
            .split(",");
    double[] percent = Arrays.stream(cells).skip(1).mapToDouble(Double::parseDouble).toArray();
    double[] listed =
        Arrays.stream(percent).limit(percent.length - 1).filter(share -> share > 0).toArray();
    double squares = Arrays.stream(listed).map(share -> share * share / 1e4).sum();
    double others = percent[percent.length - 1] / 100;
    return switch (column) {
      case "hhi_lower" -> squares;
      case "cr3_lower" -> threeLargest(listed);
      case "cr3_upper" -> threeLargest(percent);
      case "hhi_upper" -> squares + others * others;
      default -> index(column, listed);
    };
  }

  /** In how many countries the browser leads that comes first in every document, or of whom. */
  private double ledByTheFirstBrowser(String column, String month) throws IOException {
    Map<String, String> names =
        Map.of(
            "DE",
            "Germany",
            "FR",
            "France",
            "IT",
            "Italy",
            "NA",
            "Namibia",
            "SA",
            "Saudi Arabia",
            "US",
            "United States");
    List<String> residents = Files.readAllLines(folder.resolve(People.RESIDENTS_FILE));
    double areas = 0;
    double people = 0;
    double all = 0;
    for (Map.Entry<String, String> country : names.entrySet()) {
      double[] usages = usages(country.getKey(), month);
      boolean isLed = usages[0] == Arrays.stream(usages).max().orElseThrow();
      String line =
          residents.stream()
              .filter(l -> l.startsWith(country.getValue() + ","))
              .filter(l -> l.contains("," + month.substring(0, 4) + ","))
              .findFirst()
              .orElseThrow();
      double count = Double.parseDouble(line.substring(line.lastIndexOf(',') + 1));
      all += count;
      areas += isLed ? 1 : 0;
      people += isLed ? count : 0;
    }
    return column.equals("areas_led") ? areas : people / all;
  }

  /** The first two sites are those that came under one owner in the middle of June 2017. */
  private double ofOwners(String column, String area, String month) throws IOException {
    double[] sites = popularities(area, month);
    double[] owned = sites.clone();
    if (month.compareTo("2017-06") >= 0) {
      owned[0] += owned[1];
      owned[1] = 0;
    }
    Arrays.sort(owned);
    double total = Arrays.stream(owned).sum();
    double first = owned[owned.length - 1];
    return switch (column) {
      case "pair" -> 2 * sites[0] * sites[1] / total / total;
      case "mapped_share" -> (sites[0] + sites[1]) / total;
      case "leader_share_listed" -> first / total;
      case "margin_listed" -> (first - owned[owned.length - 2]) / total;
      default -> index(column, owned);
    };
  }

  /** Distinct rows of the month whose popularity is a positive number. */
  private double[] popularities(String area, String month) throws IOException {
    return text("traffic/whotracksme/%s/%s/sites.csv.gz".formatted(month, area))
        .lines()
        .filter(line -> line.matches(month + "," + area + ",(site-|yahoo|aol).*"))
        .distinct()
        .mapToDouble(line -> Double.parseDouble(line.split(",")[4]))
        .toArray();
  }

  private double[] usages(String region, String month) throws IOException {
    String document =
        text("traffic/caniuse-region-usage/%s.jsonl.gz".formatted(month))
            .lines()
            .filter(line -> line.startsWith("{\"id\":\"" + region + "\","))
            .findFirst()
            .orElseThrow();
    return BROWSER
        .matcher(document.substring(document.indexOf("\"data\":{") + "\"data\":{".length()))
        .results()
        .mapToDouble(
            browser ->
                USAGE
                    .matcher(browser.group(1))
                    .results()
                    .mapToDouble(usage -> Double.parseDouble(usage.group(1)))
                    .sum())
        .filter(usage -> usage > 0)
        .toArray();
  }

  private static double threeLargest(double[] percent) {
    return Arrays.stream(percent).map(share -> -share).sorted().limit(3).sum() / -100;
  }

  private static double index(String column, double[] volumes) {
    double total = Arrays.stream(volumes).sum();
    double[] shares = Arrays.stream(volumes).map(volume -> volume / total).sorted().toArray();
    double hhi = Arrays.stream(shares).map(share -> share * share).sum();
    return switch (column) {
      case "hhi_listed" -> hhi;
      case "effective_number" -> 1 / hhi;
      case "cr4_listed" -> Arrays.stream(shares).skip(shares.length - 4).sum();
      case "gini" -> meanDifference(shares) * shares.length / 2;
      case "platform_count" -> shares.length;
      default -> throw new IllegalArgumentException("Unsupported column: " + column);
    };
  }

  private static double meanDifference(double[] shares) {
    return DoubleStream.of(shares)
        .flatMap(a -> DoubleStream.of(shares).map(b -> Math.abs(a - b)))
        .average()
        .orElseThrow();
  }
}
