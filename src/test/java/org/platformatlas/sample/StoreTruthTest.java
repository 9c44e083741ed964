package org.platformatlas.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.platformatlas.sample.Country.Place;
import org.platformatlas.sample.Country.Point;
import org.platformatlas.sample.Stores.Chain;
import org.platformatlas.sample.Stores.Store;

class StoreTruthTest {
  private static final List<Chain> CHAINS =
      List.of(Stores.WALMART, Stores.COSTCO, Stores.DOLLAR_GENERAL, Stores.OF_SITE);

  @Test
  void aDegreeIsAPartOfTheCircumferenceAndShrinksWithTheCosineOfTheLatitude() {
    double degree = 2 * Math.PI * 6371.0088 / 360;
    Point at = new Point(60_000_000, -88_000_000);

    assertEquals(degree, StoreTruth.km(at, at.moved(1_000_000, 0)), 1e-9);
    assertEquals(degree / 2, StoreTruth.km(at, at.moved(0, 1_000_000)), 2e-3);
  }

  @Test
  void tauOfFourPairs() {
    double[] rising = {1, 2, 3, 4};

    assertEquals(1, StoreTruth.tau(rising, rising, 0));
    assertEquals(-1, StoreTruth.tau(rising, new double[] {4, 3, 2, 1}, 0));
    // Of six pairs three agree, two do not, and one is tied in the second.
    assertEquals(
        1 / Math.sqrt(6 * 5), StoreTruth.tau(rising, new double[] {1, 2, 2, 1.5}, 0), 1e-15);
    assertEquals(1, StoreTruth.tau(rising, new double[] {9, 1, 2, 3}, 1));
  }

  @Test
  void theCountryHasTwoToTheTwentyPeopleByEveryDivision() {
    assertEquals(1 << 20, people(Country.tracts(2010)));
    assertEquals(1 << 20, people(Country.blockGroups(2010)));
    assertEquals(1 << 19, people(Country.blockGroups(2000)));
    assertEquals(256, Country.tracts(2010).size());
    assertEquals(512, Country.blockGroups(2010).size());
  }

  @Test
  void noRadiusIsWithin100MetresOfAStoresDistance() {
    for (Place place : places().toList()) {
      for (Store store : CHAINS.stream().flatMap(chain -> chain.stores().stream()).toList()) {
        if (store.at() != null) {
          double km = StoreTruth.km(place.at(), store.at());
          for (int miles : new int[] {1, 5, 10, 25, 50}) {
            assertTrue(
                Math.abs(km - miles * StoreTruth.MILE) > .1,
                () -> place + " is " + km + " km from " + store);
          }
        }
      }
    }
  }

  private static Stream<Place> places() {
    return Stream.concat(Country.tracts(2010).stream(), Country.blockGroups(2010).stream());
  }

  private static long people(List<Place> places) {
    return places.stream().mapToLong(Place::people).sum();
  }
}
