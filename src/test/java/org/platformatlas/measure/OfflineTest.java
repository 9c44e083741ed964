package org.platformatlas.measure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.platformatlas.measure.Neighbours.Pair;

class OfflineTest {
  private static final double[] NONE = {};
  private static final double FOREVER = Double.POSITIVE_INFINITY;

  private static String message(Runnable call) {
    return assertThrows(IllegalArgumentException.class, call::run).getMessage();
  }

  /** Places on the sphere, two of which may be one. */
  private record Places(double[] latitudes, double[] longitudes) {
    /**
     * Around a random centre, which may be a pole or on the antimeridian, or all over the globe.
     */
    static Places random(int count, Random random) {
      double[][] centres = {{0, 0}, {90, 0}, {-90, 0}, {20, 180}, {52, 5}, {-89.9, -180}};
      double[] centre = centres[random.nextInt(centres.length)];
      double spread = random.nextInt(4) == 0 ? 180 : random.nextInt(3) == 0 ? .1 : 2;
      double[] latitudes = new double[count];
      double[] longitudes = new double[count];
      for (int i = 0; i < count; i++) {
        if (i > 0 && random.nextInt(6) == 0) {
          int same = random.nextInt(i);
          latitudes[i] = latitudes[same];
          longitudes[i] = longitudes[same];
          continue;
        }
        double latitude = centre[0] + spread * (random.nextDouble() - .5);
        latitudes[i] = Math.max(-90, Math.min(90, latitude));
        double around = Math.abs(centre[0]) > 80 ? 360 : spread;
        double longitude = centre[1] + around * (random.nextDouble() - .5);
        longitudes[i] =
            longitude > 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude;
      }
      return new Places(latitudes, longitudes);
    }

    int count() {
      return latitudes.length;
    }

    double km(int i, Places other, int j) {
      return HaversineKm.evaluate(
          latitudes[i], longitudes[i], other.latitudes[j], other.longitudes[j]);
    }

    /** A radius around one of these; as often as not one of the others is exactly that far. */
    double radius(Places other, Random random) {
      return random.nextBoolean() && count() > 0 && other.count() > 0
          ? km(random.nextInt(count()), other, random.nextInt(other.count()))
          : random.nextInt(3) * 50 * random.nextDouble();
    }
  }

  // Distances

  @Test
  void distance_is_the_same_there_and_back_and_0_to_itself() {
    Random random = new Random(1);
    for (int run = 0; run < 300; run++) {
      Places map = Places.random(3, random);
      assertEquals(map.km(0, map, 1), map.km(1, map, 0));
      assertEquals(0, map.km(0, map, 0));
      double detour = map.km(0, map, 2) + map.km(2, map, 1);
      assertTrue(map.km(0, map, 1) <= detour + 1e-9);
    }
  }

  @Test
  void distance_crosses_the_antimeridian_and_the_poles() {
    double degree = HaversineKm.evaluate(0, 0, 0, 1);
    assertEquals(degree, HaversineKm.evaluate(0, 179.5, 0, -179.5), 1e-9);
    assertEquals(degree, HaversineKm.evaluate(89.5, 20, 89.5, -160), 1e-9);
    assertEquals(0, HaversineKm.evaluate(90, 20, 90, -160), 1e-9);
    assertEquals(0, HaversineKm.evaluate(10, 180, 10, -180), 1e-9);
    assertEquals(180 * degree, HaversineKm.evaluate(0, 0, 0, 180), 1e-9);
    assertEquals(180 * degree, HaversineKm.evaluate(30, 10, -30, -170), 1e-9);
  }

  @Test
  void what_is_no_degree_is_an_error() {
    assertEquals(
        "haversine_km: Invalid latitude 90.1 (a latitude is in [-90, 90])",
        message(() -> HaversineKm.evaluate(0, 0, 90.1, 0)));
    assertEquals(
        "haversine_km: Invalid longitude -180.5 (a longitude is in [-180, 180])",
        message(() -> HaversineKm.evaluate(0, -180.5, 0, 0)));
    assertEquals(
        "haversine_km: Invalid longitude NaN (a longitude is in [-180, 180])",
        message(() -> HaversineKm.evaluate(0, 0, 0, Double.NaN)));
    double[] one = {1};
    assertEquals(
        "nearest_km: Invalid lists (1 latitudes, 0 longitudes)",
        message(() -> NearestKm.evaluate(one, NONE, one, one)));
    assertEquals(
        "neighbours: Invalid latitude -91.0 (a latitude is in [-90, 90])",
        message(() -> Neighbours.evaluate(one, one, new double[] {-91}, one, 1)));
    assertEquals(
        "neighbours: Invalid radius -1.0 (a finite number >= 0)",
        message(() -> Neighbours.evaluate(one, one, one, one, -1)));
  }

  @Test
  void nearest_and_neighbours_are_what_a_look_at_all_finds() {
    Random random = new Random(2);
    for (int run = 0; run < 400; run++) {
      Places places = Places.random(random.nextInt(30), random);
      Places outlets = Places.random(random.nextInt(120), random);
      double radius = places.radius(outlets, random);
      List<Pair> pairs = new ArrayList<>();
      double[] nearest = new double[places.count()];
      Arrays.fill(nearest, FOREVER);
      for (int i = 0; i < places.count(); i++) {
        List<Pair> ofOne = new ArrayList<>();
        for (int j = 0; j < outlets.count(); j++) {
          double km = places.km(i, outlets, j);
          nearest[i] = Math.min(nearest[i], km);
          if (km <= radius) {
            ofOne.add(new Pair(i, j, km));
          }
        }
        ofOne.sort((a, b) -> Double.compare(a.km(), b.km()));
        pairs.addAll(ofOne);
      }
      assertArrayEquals(
          outlets.count() == 0 ? null : nearest,
          NearestKm.evaluate(
              places.latitudes, places.longitudes, outlets.latitudes, outlets.longitudes));
      assertArrayEquals(
          pairs.toArray(),
          Neighbours.evaluate(
              places.latitudes, places.longitudes, outlets.latitudes, outlets.longitudes, radius));
    }
  }

  @Test
  void any_radius_of_half_the_circumference_reaches_all() {
    Random random = new Random(3);
    Places map = Places.random(60, random);
    for (double radius : new double[] {20_016, 1e9, Double.MAX_VALUE}) {
      Pair[] pairs =
          Neighbours.evaluate(map.latitudes, map.longitudes, map.latitudes, map.longitudes, radius);
      assertEquals(60 * 60, pairs.length);
    }
  }
}
