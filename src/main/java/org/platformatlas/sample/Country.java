package org.platformatlas.sample;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Thirty-two counties of three states, each with eight tracts of two block groups, in the layouts
 * of the Census Bureau and its republishers. Counties lie on a grid, farther apart than their
 * tracts reach. In 2010 the first has 1,024 people and each one more has 2,048 more: 2<sup>20</sup>
 * in all, so that shares and their differences are exact. Every ten years all of it doubles.
 */
final class Country {
  static final int COUNTIES = 32;

  /** Of code 12025 until 1997, then of 12086. */
  static final int RENAMED = 30;

  static final String ESTIMATES = "industry/us-counties/county_population_2020_2021.csv";
  static final String AREAS = "industry/us-counties/2019_Gaz_counties_national.txt";
  static final long LAND_KM2 = 1600;

  static final List<Fault> FAULTS =
      List.of(
          new Fault(
              ESTIMATES,
              "numbers have separators of thousands",
              "they are numbers like all others"));

  private static final int ROWS = 4;
  private static final int UNITS = 16;

  /** A tract of every county: microdegrees from the county's centre, and its part of 16. */
  private record Tract(int north, int east, int units) {}

  private static final List<Tract> TRACTS =
      List.of(
          new Tract(1_000, 0, 4),
          new Tract(60_000, 0, 3),
          new Tract(0, 150_000, 2),
          new Tract(-130_000, 0, 2),
          new Tract(0, -180_000, 2),
          new Tract(160_000, 0, 1),
          new Tract(150_000, 150_000, 1),
          new Tract(-200_000, -100_000, 1));

  private enum State {
    AL("01", "Alabama"),
    GA("13", "Georgia"),
    FL("12", "Florida");

    private final String code;
    private final String title;

    State(String code, String title) {
      this.code = code;
      this.title = title;
    }

    /** Three columns of the grid, of the last state two. */
    static State of(int county) {
      return values()[county / ROWS / 3];
    }
  }

  /** Microdegrees, which decimals hold exactly. */
  record Point(int north, int east) {
    Point moved(int northwards, int eastwards) {
      return new Point(north + northwards, east + eastwards);
    }

    double latitude() {
      return north / 1e6;
    }

    double longitude() {
      return east / 1e6;
    }

    String latitudeText() {
      return BigDecimal.valueOf(north, 6).toPlainString();
    }

    String longitudeText() {
      return BigDecimal.valueOf(east, 6).toPlainString();
    }
  }

  /**
   * Where people live.
   *
   * @param code of the tract, or of the block group
   */
  record Place(int county, String code, Point at, long people) {}

  private Country() {}

  static String state(int county) {
    return State.of(county).name();
  }

  static String code(int county) {
    return State.of(county).code
        + (county == RENAMED ? "086" : String.format(Locale.ROOT, "%03d", 1 + 2 * (county % 12)));
  }

  /** The number in its state before 1997. */
  static int oldNumber(int county) {
    return county == RENAMED ? 25 : number(county);
  }

  private static int number(int county) {
    return Integer.parseInt(code(county).substring(2));
  }

  static Point center(int county) {
    return new Point(
        30_000_000 + county % ROWS * 1_000_000, -88_000_000 + county / ROWS * 1_250_000);
  }

  /** In 2000 and every ten years after. */
  static long people(int county, int year) {
    return (512L << (year - 2000) / 10) * (2 * county + 1);
  }

  static List<Place> tracts(int year) {
    List<Place> places = new ArrayList<>();
    for (int county = 0; county < COUNTIES; county++) {
      for (int number = 0; number < TRACTS.size(); number++) {
        Tract tract = TRACTS.get(number);
        String code = code(county) + String.format(Locale.ROOT, "%04d00", number + 1);
        Point at = center(county).moved(tract.north(), tract.east());
        long people = people(county, year) / UNITS * tract.units();
        places.add(new Place(county, code, at, people));
      }
    }
    return places;
  }

  /** Halves of tracts, side by side. */
  static List<Place> blockGroups(int year) {
    return tracts(year).stream()
        .flatMap(tract -> Stream.of(half(tract, 1, 2_000), half(tract, 2, -2_000)))
        .toList();
  }

  private static Place half(Place tract, int number, int north) {
    String code = tract.code() + number;
    return new Place(tract.county(), code, tract.at().moved(north, 0), tract.people() / 2);
  }

  /** The files by their names, under the landing folder. */
  static Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put(ESTIMATES, estimates());
    files.put(AREAS, lines(Country::area));
    files.put(
        "industry/us-counties/county_centers.csv",
        "fips,clon00,clat00,clon10,clat10,pclon00,pclat00,pclon10,pclat10\n"
            + lines(county -> code(county) + ("," + centerCells(county)).repeat(4)));
    for (int year : new int[] {2000, 2010}) {
      files.put(
          "industry/us-counties/Dec" + year + "Count.csv",
          "GEO_ID,NAME,P001001\n"
              + lines(
                  county ->
                      "0500000US%s,\"%s, %s\",%s"
                          .formatted(
                              code(county),
                              name(county),
                              State.of(county).title,
                              people(county, year) + "")));
      files.put(
          "industry/us-popcenters/tract" + year + ".csv.gz",
          "STATEFP,COUNTYFP,TRACTCE,POPULATION,LATITUDE,LONGITUDE\n" + placeLines(tracts(year)));
      files.put(
          "industry/us-popcenters/block_group" + year + ".csv.gz",
          "STATEFP,COUNTYFP,TRACTCE,BLKGRPCE,POPULATION,LATITUDE,LONGITUDE\n"
              + placeLines(blockGroups(year)));
    }
    return files;
  }

  private static String estimates() {
    return ",County,State,2020 Base Population,State Code,County Code\n"
        + "0,United States,,\"%s\",,\n"
            .formatted(
                withCommas(IntStream.range(0, COUNTIES).mapToLong(one -> people(one, 2020)).sum()))
        + lines(
            county ->
                "%s,%s,%s,\"%s\",%s,%s"
                    .formatted(
                        county + 1 + "",
                        name(county),
                        State.of(county).title,
                        withCommas(people(county, 2020)),
                        Integer.parseInt(State.of(county).code) + "",
                        number(county) + ""));
  }

  private static String area(int county) {
    return "%s,%s,,%s,%s,0,0,0,0,0"
        .formatted(State.of(county), code(county), name(county), LAND_KM2 * 1_000_000 + "");
  }

  private static String centerCells(int county) {
    return center(county).longitudeText() + "," + center(county).latitudeText();
  }

  private static String name(int county) {
    return "County " + (county + 1);
  }

  private static String withCommas(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String lines(IntFunction<String> line) {
    return IntStream.range(0, COUNTIES)
        .mapToObj(county -> line.apply(county) + "\n")
        .collect(Collectors.joining());
  }

  private static String placeLines(List<Place> places) {
    return places.stream()
        .map(
            place ->
                String.join(
                    ",",
                    place
                        .code()
                        .replaceFirst("^(..)(...)(.{6})(.?)$", "$1,$2,$3,$4")
                        .replaceFirst(",$", ""),
                    place.people() + "",
                    "+" + place.at().latitudeText(),
                    place.at().longitudeText() + "\n"))
        .collect(Collectors.joining());
  }
}
