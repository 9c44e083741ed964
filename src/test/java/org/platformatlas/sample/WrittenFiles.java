package org.platformatlas.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Written files, and the answers to planted queries by brute force over them. */
record WrittenFiles(Path folder) {
  private static final Pattern QUERY =
      Pattern.compile(
          "SELECT (\\w+) FROM metrics.(?:market_concentration|leader)\\s+WHERE source = '(\\w+)'"
              + " AND market = '\\w+' AND area = '(\\w+)' AND level = '(key|group)'"
              + "\\s+AND period = DATE '(\\d{4}-\\d{2})-01'");
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
    Matcher query = QUERY.matcher(sql);
    if (!query.matches()) {
      throw new IllegalArgumentException("Unsupported query: " + sql);
    }
    String area = query.group(3);
    String month = query.group(5);
    try {
      if (query.group(1).equals("areas_led")) {
        return ledByTheFirstBrowser(month);
      }
      if (query.group(4).equals("group")) {
        return ofOwners(query.group(1), SITE_AREAS.get(area), month);
      }
      if (query.group(2).equals("statcounter")) {
        return ofShares(query.group(1), month);
      }
      return index(
          query.group(1),
          query.group(2).equals("caniuse")
              ? usages(REGIONS.getOrDefault(area, area), month)
              : popularities(SITE_AREAS.get(area), month));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of the row of a month in the wide file, whose last column is all others together. */
  private double ofShares(String column, String month) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.list(folder.resolve("traffic/statcounter"))) {
      files = found.toList();
    }
    String[] cells =
        Files.readAllLines(files.get(0)).stream()
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

  /** How many countries the browser leads that comes first in every document. */
  private double ledByTheFirstBrowser(String month) throws IOException {
    int led = 0;
    for (String country : List.of("DE", "FR", "NA", "SA", "US")) {
      double[] usages = usages(country, month);
      led += usages[0] == Arrays.stream(usages).max().orElseThrow() ? 1 : 0;
    }
    return led;
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
