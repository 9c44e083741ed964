package org.platformatlas.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.platformatlas.AtlasException;

class MarketTest {
  private static final int MONTHS = 73;

  private static Spec spec(long seed, int months, int sites, int late, int dirty) {
    return new Spec(
        seed,
        3,
        YearMonth.of(2019, 1),
        months,
        sites,
        .9,
        .1,
        .2,
        .05,
        .1,
        .1,
        4,
        4,
        2,
        late,
        dirty,
        true);
  }

  private static Market market(long seed) {
    return new Market(spec(seed, MONTHS, 100, 3, 6), 0);
  }

  @Test
  void theExponentGrowsByDriftAndJumpAndSwingsWithTheYear() {
    Market market = market(1);
    // From one January to another.
    assertEquals(.3, market.exponent(MONTHS - 1) - market.exponent(0), 1e-12);
    assertEquals(.95, market.exponent(0), 1e-12);
    // July lies half a year after January.
    assertEquals(-.1 + .1 * 6 / (MONTHS - 1), market.exponent(6) - market.exponent(0), 1e-12);
  }

  @Test
  void theVolumeGrowsByTheYear() {
    Market market = market(1);
    assertEquals(1.1, market.firstVolume(12) / market.firstVolume(0), 1e-12);
  }

  @Test
  void aChangeIsWhereTheExponentJumps() {
    Market market = market(7);
    LocalDate day = days(market, "change").get(0);
    int month =
        IntStream.range(0, MONTHS)
            .filter(m -> market.first(m).equals(day))
            .findFirst()
            .orElseThrow();
    double before = market.exponent(month - 1) - market.exponent(month - 13);
    double after = market.exponent(month) - market.exponent(month - 12);
    assertEquals(.2, after - before, 1e-12);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void aPlaceIsEmptyUntilItsSiteEntersOrSinceItLeft(long seed) {
    Market market = market(seed);
    for (Event event : market.events()) {
      int place =
          IntStream.rangeClosed(1, 100)
              .filter(p -> market.site(p).equals(event.platform()))
              .findFirst()
              .orElse(0);
      for (int month = 0; month < MONTHS; month++) {
        boolean isBefore = market.first(month).isBefore(event.day());
        switch (event.what()) {
          case "entry" -> assertEquals(isBefore, market.absent(month).contains(place));
          case "exit" -> assertEquals(!isBefore, market.absent(month).contains(place));
          default -> assertTrue(!market.absent(month).contains(place), event.toString());
        }
      }
    }
    assertEquals(4, market.absent(0).size());
    assertEquals(4, market.absent(MONTHS - 1).size());
  }

  @Test
  void noSiteMovesOrMergesTwice() {
    Set<String> moved = new HashSet<>();
    for (Event event : market(1).events()) {
      if (List.of("entry", "exit", "merger").contains(event.what())) {
        assertTrue(moved.add(event.platform()), event.toString());
        assertTrue(event.otherPlatform() == null || moved.add(event.otherPlatform()));
      }
    }
    assertEquals(12, moved.size());
  }

  @Test
  void aSeedGivesOneMarketAndTheNextAnother() {
    assertEquals(market(1).events(), market(1).events());
    assertNotEquals(days(market(1), "entry"), days(market(2), "entry"));
    assertEquals(
        new Market(spec(1, MONTHS, 100, 3, 6), 1).events().stream().map(Event::platform).toList(),
        market(2).events().stream().map(Event::platform).toList());
  }

  @Test
  void aLateMonthHasNoDirtyRows() {
    for (long seed = 1; seed <= 10; seed++) {
      Market market = new Market(spec(seed, 24, 100, 6, 60), 0);
      assertEquals(6, IntStream.range(0, 24).filter(market::isLate).count());
      for (Event event : market.events()) {
        if (Market.DIRT.contains(event.what())) {
          assertTrue(
              IntStream.range(0, 24)
                  .filter(market::isLate)
                  .noneMatch(m -> market.first(m).equals(event.day())));
        }
      }
    }
  }

  private static List<LocalDate> days(Market market, String what) {
    return market.events().stream().filter(e -> e.what().equals(what)).map(Event::day).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "23 | 100 | 0 | 0 | Invalid --months: 23 (at least 24)",
        "24 | 13 | 0 | 0 | Invalid --sites: 13 (at least 14, as each site enters, leaves or merges once)",
        "24 | 100 | 7 | 0 | Invalid --late: 7 (at most a quarter of the months)",
        "24 | 100 | 0 | -1 | Invalid --dirty: -1 (at least 0)",
      })
  void whatCannotBeMadeIsSaid(int months, int sites, int late, int dirty, String message) {
    AtlasException refused =
        assertThrows(AtlasException.class, () -> spec(1, months, sites, late, dirty));
    assertEquals(message, refused.getMessage());
  }

  @Test
  void anExponentStaysAbove0() {
    AtlasException refused =
        assertThrows(
            AtlasException.class,
            () ->
                new Spec(
                    1,
                    1,
                    YearMonth.of(2019, 1),
                    24,
                    100,
                    1,
                    -.75,
                    -.25,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    true));
    assertEquals(
        "Invalid --exponent: 1.0 (with drift, jump and season it could come down to 0.0: it must"
            + " stay above 0)",
        refused.getMessage());
  }

  @Test
  void aPublishedMarketIsACountryOfThree() {
    assertEquals(
        List.of("US", "DE", "FR"),
        Stream.of(0, 1, 2).map(n -> new Market(spec(1, 24, 100, 0, 0), n).area()).toList());
  }
}
