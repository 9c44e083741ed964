package org.platformatlas.sample;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Residents, and those who use the internet, by country and year, in the layouts of the World Bank
 * and of Our World in Data. In Namibia users grow by a quarter every year, in France they hardly
 * do.
 */
final class People {
  static final String USERS_FILE = "traffic/internet-users/number-of-internet-users-simulated.csv";
  static final String RESIDENTS_FILE = "industry/world/population-simulated.csv";

  private static final int FIRST_YEAR = 2012;
  private static final long NAMIBIA = 1L << 30;
  private static final long FRANCE = 1L << 25;

  private final Span span;

  People(Span span) {
    this.span = span;
  }

  /** How many users there are in Namibia {@code n} years after the first; whole up to 15. */
  private static long growing(int n) {
    return Math.round(NAMIBIA * StrictMath.pow(1.25, n));
  }

  /** In France one in 128 of those of the first year is added each year. */
  private static long flat(int n) {
    return FRANCE + FRANCE / 128 * n;
  }

  /** What France's users of the last year are more than those of the year before, of the latter. */
  static double flatGrowth(Span span) {
    return 1.0 / (128 + years(span) - 2);
  }

  private static int years(Span span) {
    return span.month(span.last()).getYear() - FIRST_YEAR + 1;
  }

  String users() {
    return "Entity,Code,Year,Number of Internet users\n"
        + lines("Namibia,NAM", People::growing)
        + lines("France,FRA", People::flat);
  }

  String residents() {
    return "Country Name,Country Code,Year,Value\n"
        + List.of(
                "Germany,DEU,4",
                "France,FRA,2",
                "Namibia,NAM,1",
                "Saudi Arabia,SAU,1",
                "United States,USA,7",
                "Italy,ITA,1")
            .stream()
            .map(country -> country.split(",(?=[0-9])"))
            .map(country -> lines(country[0], n -> 1_000_000L * Long.parseLong(country[1])))
            .collect(Collectors.joining());
  }

  private String lines(String country, IntFunction<Long> count) {
    return IntStream.range(0, years(span))
        .mapToObj(n -> country + "," + (FIRST_YEAR + n) + "," + count.apply(n) + "\n")
        .collect(Collectors.joining());
  }
}
