package org.platformatlas.measure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.platformatlas.measure.CoverageOverTime.Coverage;
import org.platformatlas.measure.MaximalCoverage.Choice;
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

    Places in(int[] order) {
      return new Places(OfflineTest.in(order, latitudes), OfflineTest.in(order, longitudes));
    }

    /** A radius around one of these; as often as not one of the others is exactly that far. */
    double radius(Places other, Random random) {
      return random.nextBoolean() && count() > 0 && other.count() > 0
          ? km(random.nextInt(count()), other, random.nextInt(other.count()))
          : random.nextInt(3) * 50 * random.nextDouble();
    }
  }

  private static double[] in(int[] order, double[] list) {
    return Arrays.stream(order).mapToDouble(i -> list[i]).toArray();
  }

  private static int[] shuffled(int count, Random random) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, count).boxed().toList());
    Collections.shuffle(order, random);
    return order.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Numbers of which no sum is exact. */
  private static double[] numbers(int count, Random random) {
    return random.doubles(count).map(x -> x < .1 ? 0 : x).toArray();
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
    assertEquals(
        "next_places: Invalid lists (1 places, 0 numbers of people)",
        message(() -> NextPlaces.evaluate(one, one, NONE, 1, 1)));
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
  void attraction_is_the_sum_over_the_neighbours_of_a_place() {
    Random random = new Random(14);
    for (int run = 0; run < 300; run++) {
      Places places = Places.random(random.nextInt(30), random);
      Places outlets = Places.random(random.nextInt(120), random);
      double radius = places.radius(outlets, random);
      Map<Integer, List<Double>> near = new TreeMap<>();
      for (Pair pair :
          Neighbours.evaluate(
              places.latitudes, places.longitudes, outlets.latitudes, outlets.longitudes, radius)) {
        double km = Math.max(pair.km(), .5);
        near.computeIfAbsent(pair.place(), place -> new ArrayList<>()).add(1 / (km * km));
      }
      HuffAttraction.Place[] found =
          HuffAttraction.evaluate(
              places.latitudes,
              places.longitudes,
              outlets.latitudes,
              outlets.longitudes,
              radius,
              .5);
      assertArrayEquals(
          near.keySet().toArray(), Arrays.stream(found).map(place -> place.place()).toArray());
      for (HuffAttraction.Place place : found) {
        List<Double> ofOne = near.get(place.place());
        assertEquals(ofOne.size(), place.outletCount());
        double sum = ofOne.stream().mapToDouble(Double::doubleValue).sum();
        assertEquals(sum, place.attraction(), 1e-14 * sum);
      }
      int[] order = shuffled(outlets.count(), random);
      assertArrayEquals(
          found,
          HuffAttraction.evaluate(
              places.latitudes,
              places.longitudes,
              in(order, outlets.latitudes),
              in(order, outlets.longitudes),
              radius,
              .5));
    }
  }

  @Test
  void a_least_distance_is_at_least_a_millimetre() {
    double[] one = {1};
    assertEquals(
        "huff_attraction: Invalid least distance 0.0 (a finite number >= 1.0E-6)",
        message(() -> HuffAttraction.evaluate(one, one, one, one, 1, 0)));
    assertEquals(
        "huff_attraction: Invalid radius NaN (a finite number >= 0)",
        message(() -> HuffAttraction.evaluate(one, one, one, one, Double.NaN, 1)));
    assertEquals(1e12, HuffAttraction.evaluate(one, one, one, one, 1, 1e-6)[0].attraction(), 1);
    assertEquals(0, HuffAttraction.evaluate(one, one, NONE, NONE, 1, 1).length);
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

  // Choices

  private static int[][] sets(int count, int elements, Random random) {
    int[][] sets = new int[count][];
    for (int i = 0; i < count; i++) {
      sets[i] = random.ints(random.nextInt(elements + 1), 0, elements).toArray();
    }
    return sets;
  }

  private static double covered(int[][] sets, IntPredicate isChosen, double[] weights) {
    Set<Integer> covered = new HashSet<>();
    for (int set = 0; set < sets.length; set++) {
      if (isChosen.test(set)) {
        Arrays.stream(sets[set]).forEach(covered::add);
      }
    }
    return Shares.sum(covered.stream().mapToDouble(element -> weights[element]).toArray());
  }

  @Test
  void one_by_one_covers_63_percent_of_the_best_that_all_choices_give() {
    Random random = new Random(4);
    for (int run = 0; run < 400; run++) {
      int[][] sets = sets(1 + random.nextInt(9), 1 + random.nextInt(12), random);
      double[] weights = numbers(12, random);
      int count = 1 + random.nextInt(4);
      double best = 0;
      for (int choice = 0; choice < 1 << sets.length; choice++) {
        if (Integer.bitCount(choice) <= count) {
          int chosen = choice;
          best = Math.max(best, covered(sets, set -> (chosen >> set & 1) == 1, weights));
        }
      }
      Choice[] choices = MaximalCoverage.evaluate(sets, weights, count);
      double sum = Arrays.stream(choices).mapToDouble(Choice::gain).sum();
      assertTrue(sum >= (1 - 1 / Math.E) * best - 1e-12, sum + " of " + best);
      assertTrue(sum <= best + 1e-12);
    }
  }

  /** The definition: of all sets, each time, the first of those that add the most. */
  private static List<Choice> oneByOne(int[][] sets, double[] weights, int count) {
    List<Choice> chosen = new ArrayList<>();
    double[] left = weights.clone();
    while (chosen.size() < count) {
      Choice best = new Choice(-1, 0);
      for (int set = 0; set < sets.length; set++) {
        int one = set;
        double gain = covered(sets, i -> i == one, left);
        best = gain > best.gain() ? new Choice(set, gain) : best;
      }
      if (best.gain() == 0) {
        break;
      }
      Arrays.stream(sets[best.place()]).forEach(element -> left[element] = 0);
      chosen.add(best);
    }
    return chosen;
  }

  @Test
  void each_choice_is_the_first_of_those_that_add_the_most() {
    Random random = new Random(5);
    for (int run = 0; run < 300; run++) {
      int[][] sets = sets(random.nextInt(25), 1 + random.nextInt(15), random);
      double[] weights =
          random.nextBoolean()
              ? numbers(15, random)
              : random.ints(15, 0, 3).asDoubleStream().toArray();
      int count = random.nextInt(8);
      assertEquals(
          oneByOne(sets, weights, count), List.of(MaximalCoverage.evaluate(sets, weights, count)));
    }
  }

  @Test
  void numbers_of_elements_change_no_choice() {
    Random random = new Random(6);
    for (int run = 0; run < 100; run++) {
      int[][] sets = sets(8, 15, random);
      double[] weights = numbers(15, random);
      int[] order = shuffled(15, random);
      double[] moved = new double[15];
      IntStream.range(0, 15).forEach(i -> moved[order[i]] = weights[i]);
      int[][] renumbered =
          Arrays.stream(sets)
              .map(set -> Arrays.stream(set).map(element -> order[element]).sorted().toArray())
              .toArray(int[][]::new);
      assertArrayEquals(
          MaximalCoverage.evaluate(sets, weights, 8),
          MaximalCoverage.evaluate(renumbered, moved, 8));
    }
  }

  @Test
  void next_places_are_maximal_coverage_of_the_places_within() {
    Random random = new Random(7);
    for (int run = 0; run < 200; run++) {
      Places map = Places.random(random.nextInt(60), random);
      double[] people = numbers(map.count(), random);
      double radius = map.radius(map, random);
      int[][] sets = new int[map.count()][];
      for (int i = 0; i < sets.length; i++) {
        int site = i;
        sets[i] =
            IntStream.range(0, sets.length)
                .filter(place -> map.km(site, map, place) <= radius)
                .toArray();
      }
      assertArrayEquals(
          MaximalCoverage.evaluate(sets, people, 5),
          NextPlaces.evaluate(map.latitudes, map.longitudes, people, radius, 5));
    }
  }

  @Test
  void choices_end_where_nothing_is_gained() {
    int[][] sets = {{0}, {}, {0, 0}, {1}};
    double[] weights = {2, 0};
    assertArrayEquals(new Choice[] {new Choice(0, 2)}, MaximalCoverage.evaluate(sets, weights, 4));
    assertEquals(0, MaximalCoverage.evaluate(sets, weights, 0).length);
    assertEquals(0, MaximalCoverage.evaluate(new int[0][], NONE, 4).length);
    assertEquals(0, NextPlaces.evaluate(NONE, NONE, NONE, 1, 4).length);
    assertEquals(
        "maximal_coverage: Invalid element 2 (an element is at least 0 and below 2, as weights are)",
        message(() -> MaximalCoverage.evaluate(new int[][] {{2}}, weights, 1)));
    assertEquals(
        "maximal_coverage: Invalid weight -1.0 (a finite number >= 0)",
        message(() -> MaximalCoverage.evaluate(sets, new double[] {1, -1}, 1)));
    assertEquals(
        "next_places: Invalid number of people NaN (a finite number >= 0)",
        message(
            () ->
                NextPlaces.evaluate(
                    new double[1], new double[1], new double[] {Double.NaN}, 1, 1)));
    assertEquals(
        "next_places: Invalid count -1 (a count is at least 0)",
        message(() -> NextPlaces.evaluate(NONE, NONE, NONE, 1, -1)));
  }

  @Test
  void sets_are_arrays_of_numbers_in_sql() {
    String sql =
        """
        SELECT maximal_coverage(array(array(id), array(1, 2)), array(1, 2, 4), 2) FROM range(1)
        """;
    assertEquals(
        List.of(RowFactory.create(1, 6.0), RowFactory.create(0, 1.0)),
        MeasureSession.row(sql).getList(0));
    assertEquals(MeasureSession.rows(sql), MeasureSession.interpreted(sql));
    assertNull(
        MeasureSession.row("SELECT maximal_coverage(array(array(0, NULL)), array(1), 1)").get(0));
  }

  // Demand and access

  @Test
  void demand_adds_up_to_1_and_knows_no_units() {
    Random random = new Random(8);
    for (int run = 0; run < 300; run++) {
      int count = 1 + random.nextInt(10);
      double[] attraction = random.doubles(count, .01, 1).toArray();
      double[] distances = random.doubles(count).toArray();
      double lambda = 3 * random.nextDouble();
      double[] huff = Huff.evaluate(attraction, distances, lambda);
      assertEquals(1, Arrays.stream(huff).sum(), 1e-12);
      DoubleUnaryOperator mile = km -> km / 1.609344;
      assertArrayEquals(
          huff,
          Huff.evaluate(attraction, Arrays.stream(distances).map(mile).toArray(), lambda),
          1e-12);
      int[] order = shuffled(count, random);
      assertArrayEquals(
          in(order, huff), Huff.evaluate(in(order, attraction), in(order, distances), lambda));
    }
  }

  @Test
  void an_outlet_at_the_door_takes_all() {
    double[] attraction = {1, 3, 9, 0};
    double[] distances = {0, 0, 1, 0};
    assertArrayEquals(new double[] {.25, .75, 0, 0}, Huff.evaluate(attraction, distances, 2));
    double[] byAttraction = Huff.evaluate(attraction, distances, 0);
    assertArrayEquals(Huff.evaluate(attraction, new double[] {4, 7, 1, 2}, 0), byAttraction);
    assertEquals(9.0 / 13, byAttraction[2], 1e-15);
    double[] far = Huff.evaluate(new double[] {1, 1}, new double[] {1e-300, 2e-300}, 400);
    assertEquals(1, far[0], 1e-15);
    assertNull(Huff.evaluate(NONE, NONE, 2));
    assertNull(Huff.evaluate(new double[2], new double[] {0, 1}, 2));
    assertEquals(
        "huff: Invalid lists (1 attractions, 0 distances)",
        message(() -> Huff.evaluate(new double[1], NONE, 2)));
    assertEquals(
        "huff: Invalid attraction NaN (a finite number >= 0)",
        message(() -> Huff.evaluate(new double[] {Double.NaN}, new double[1], 2)));
    assertEquals(
        "huff: Invalid distance Infinity (a finite number >= 0)",
        message(() -> Huff.evaluate(new double[1], new double[] {FOREVER}, 2)));
    assertEquals(
        "huff: Invalid lambda -1.0 (a finite number >= 0)",
        message(() -> Huff.evaluate(new double[1], new double[1], -1)));
  }

  @Test
  void catchments_share_out_all_that_reaches_someone() {
    Random random = new Random(9);
    for (int run = 0; run < 300; run++) {
      int populations = 1 + random.nextInt(8);
      int supplies = 1 + random.nextInt(8);
      double[] people = numbers(populations, random);
      double[] supply = numbers(supplies, random);
      double[][] distances = new double[populations][];
      Arrays.setAll(distances, i -> random.doubles(supplies, 0, 10).toArray());
      double reaching = 0;
      for (int j = 0; j < supplies; j++) {
        int one = j;
        boolean reaches =
            IntStream.range(0, populations).anyMatch(i -> distances[i][one] <= 3 && people[i] > 0);
        reaching += reaches ? supply[j] : 0;
      }
      double[] access = FloatingCatchment.evaluate(people, supply, distances, 3);
      double shared = 0;
      for (int i = 0; i < populations; i++) {
        shared += access[i] * people[i];
      }
      assertEquals(reaching, shared, 1e-12);
      int[] order = shuffled(populations, random);
      double[][] moved = Arrays.stream(order).mapToObj(i -> distances[i]).toArray(double[][]::new);
      assertArrayEquals(
          in(order, access), FloatingCatchment.evaluate(in(order, people), supply, moved, 3));
    }
  }

  @Test
  void access_by_coordinates_is_that_by_all_distances() {
    Random random = new Random(15);
    for (int run = 0; run < 300; run++) {
      Places places = Places.random(random.nextInt(30), random);
      Places outlets = Places.random(random.nextInt(60), random);
      double radius = places.radius(outlets, random);
      double[] people = numbers(places.count(), random);
      double[] supply = new double[outlets.count()];
      Arrays.fill(supply, 1);
      double[][] distances = new double[places.count()][outlets.count()];
      for (int i = 0; i < distances.length; i++) {
        int place = i;
        Arrays.setAll(distances[i], outlet -> places.km(place, outlets, outlet));
      }
      double[] expected = FloatingCatchment.evaluate(people, supply, distances, radius);
      double[] found =
          FloatingCatchment.evaluate(
              people,
              places.latitudes,
              places.longitudes,
              outlets.latitudes,
              outlets.longitudes,
              radius);
      assertEquals(expected.length, found.length);
      for (int i = 0; i < found.length; i++) {
        assertEquals(expected[i], found[i], 1e-14 * expected[i]);
      }
      int[] order = shuffled(outlets.count(), random);
      assertArrayEquals(
          found,
          FloatingCatchment.evaluate(
              people,
              places.latitudes,
              places.longitudes,
              in(order, outlets.latitudes),
              in(order, outlets.longitudes),
              radius));
    }
    double[] one = {1};
    assertEquals(
        "floating_catchment: Invalid lists (0 populations, 1 latitudes)",
        message(() -> FloatingCatchment.evaluate(NONE, one, one, one, one, 1)));
    assertEquals(
        "floating_catchment: Invalid population -1.0 (a finite number >= 0)",
        message(() -> FloatingCatchment.evaluate(new double[] {-1}, one, one, one, one, 1)));
    for (double people : new double[] {0x1p63, 0x1p-63, 0x1p-96}) {
      message(() -> FloatingCatchment.evaluate(new double[] {people}, one, one, one, one, 1));
    }
    double[] few = {0x1p-62};
    assertEquals(0x1p62, FloatingCatchment.evaluate(few, one, one, one, one, 1)[0]);
  }

  @Test
  void a_supply_without_people_gives_nothing() {
    double[] one = {1};
    double[][] apart = {{5}};
    assertArrayEquals(one, FloatingCatchment.evaluate(one, one, apart, 5));
    assertArrayEquals(new double[1], FloatingCatchment.evaluate(one, one, apart, 4.9));
    assertArrayEquals(new double[1], FloatingCatchment.evaluate(new double[1], one, apart, 5));
    assertArrayEquals(NONE, FloatingCatchment.evaluate(NONE, one, new double[0][], 5));
    assertEquals(
        "floating_catchment: Invalid lists (1 populations, 0 rows of distances)",
        message(() -> FloatingCatchment.evaluate(one, one, new double[0][], 5)));
    assertEquals(
        "floating_catchment: Invalid lists (2 supplies, 1 distances in a row)",
        message(() -> FloatingCatchment.evaluate(one, new double[2], apart, 5)));
    assertEquals(
        "floating_catchment: Invalid radius NaN (a finite number >= 0)",
        message(() -> FloatingCatchment.evaluate(one, one, apart, Double.NaN)));
  }

  // Distributions over regions

  @Test
  void relative_to_equal_regions_it_is_the_gini_coefficient() {
    for (double[] volumes : Markets.random(200)) {
      double[] positive = Arrays.stream(volumes).filter(volume -> volume > 0).toArray();
      double[] equal = new double[positive.length];
      Arrays.fill(equal, 7);
      assertEquals(Gini.evaluate(positive), SpatialGini.evaluate(positive, equal), 1e-12);
      double[] half = Arrays.stream(volumes).map(volume -> volume / 3).toArray();
      assertEquals(0, SpatialGini.evaluate(volumes, half), 1e-15);
    }
  }

  @Test
  void order_and_empty_regions_change_no_bit_and_neither_do_the_sides() {
    Random random = new Random(10);
    for (int run = 0; run < 300; run++) {
      int count = 2 + random.nextInt(20);
      double[] a = numbers(count, random);
      double[] b = numbers(count, random);
      double gini = SpatialGini.evaluate(a, b);
      assertTrue(gini >= 0 && gini <= 1);
      assertTrue(Hoover.evaluate(a, b) <= gini + 1e-12);
      assertEquals(gini, SpatialGini.evaluate(b, a), 1e-12);
      int[] order = shuffled(count, random);
      assertEquals(
          gini,
          SpatialGini.evaluate(
              Arrays.copyOf(in(order, a), count + 2), Arrays.copyOf(in(order, b), count + 2)));
    }
    assertNull(SpatialGini.evaluate(new double[2], new double[] {1, 2}));
    assertNull(SpatialGini.evaluate(new double[] {1, 2}, new double[2]));
    assertNull(SpatialGini.evaluate(NONE, NONE));
    assertEquals(
        "spatial_gini: Invalid lists of 0 and 1 volumes (the lists are as long as each other)",
        message(() -> SpatialGini.evaluate(NONE, new double[1])));
    assertEquals(
        "spatial_gini: Invalid volume -1.0 (a volume is a finite number >= 0)",
        message(() -> SpatialGini.evaluate(new double[] {1, -1}, new double[2])));
  }

  @Test
  void a_quantile_is_that_of_each_value_as_often_as_its_weight() {
    Random random = new Random(11);
    for (int run = 0; run < 300; run++) {
      int count = 1 + random.nextInt(10);
      double[] values = random.ints(count, -5, 6).mapToDouble(i -> i * .7).toArray();
      double[] weights = random.ints(count, 0, 5).asDoubleStream().toArray();
      double[] each =
          IntStream.range(0, count)
              .boxed()
              .flatMap(i -> Collections.nCopies((int) weights[i], values[i]).stream())
              .mapToDouble(Double::doubleValue)
              .sorted()
              .toArray();
      for (int tenths = 1; tenths <= 10; tenths++) {
        Double expected = each.length == 0 ? null : each[(tenths * each.length + 9) / 10 - 1];
        assertEquals(expected, WeightedQuantile.evaluate(values, weights, tenths / 10.0));
        int[] order = shuffled(count, random);
        assertEquals(
            expected,
            WeightedQuantile.evaluate(in(order, values), in(order, weights), tenths / 10.0));
      }
    }
  }

  @Test
  void a_quantile_needs_weight_and_a_fraction() {
    double[] one = {1};
    assertNull(WeightedQuantile.evaluate(NONE, NONE, .5));
    assertNull(WeightedQuantile.evaluate(one, new double[1], .5));
    assertEquals(1, WeightedQuantile.evaluate(new double[] {0, 1, 2}, new double[] {0, 1, 0}, 1));
    assertEquals(1, WeightedQuantile.evaluate(one, one, Double.MIN_VALUE));
    assertEquals(
        "weighted_quantile: Invalid fraction 0.0 (a fraction is in (0, 1])",
        message(() -> WeightedQuantile.evaluate(one, one, 0)));
    assertEquals(
        "weighted_quantile: Invalid value NaN (a value is a finite number)",
        message(() -> WeightedQuantile.evaluate(new double[] {Double.NaN}, one, .5)));
    assertEquals(
        "weighted_quantile: Invalid weight Infinity (a finite number >= 0)",
        message(() -> WeightedQuantile.evaluate(one, new double[] {FOREVER}, .5)));
    assertEquals(
        "weighted_quantile: Invalid lists (1 values, 0 weights)",
        message(() -> WeightedQuantile.evaluate(one, NONE, .5)));
  }

  // Coverage

  /** Places, outlets and what is asked about them. */
  private record Region(
      Places places,
      double[] sizes,
      double[] people,
      Places outlets,
      double[] opened,
      double[] closed,
      double[] days,
      double[] radii) {
    static Region random(Random random) {
      Places places = Places.random(random.nextInt(25), random);
      Places outlets = Places.random(random.nextInt(60), random);
      double[] opened = random.ints(outlets.count(), -3, 20).asDoubleStream().toArray();
      double[] closed =
          Arrays.stream(opened)
              .map(day -> random.nextInt(3) == 0 ? FOREVER : day - 1 + random.nextInt(10))
              .toArray();
      double[] sizes = random.doubles(places.count()).map(x -> x < .3 ? 0 : x * 40).toArray();
      double[] radii = random.doubles(random.nextInt(4)).map(x -> x * 100).toArray();
      if (radii.length > 0 && places.count() > 0 && outlets.count() > 0) {
        int place = random.nextInt(places.count());
        double km = places.km(place, outlets, random.nextInt(outlets.count()));
        radii[0] = Math.max(km + (random.nextInt(3) - 1) * sizes[place], 0);
      }
      return new Region(
          places,
          sizes,
          numbers(places.count(), random),
          outlets,
          opened,
          closed,
          random.ints(random.nextInt(6), -5, 25).mapToDouble(day -> day * .5).toArray(),
          radii);
    }

    Coverage[] coverage(String[] areas) {
      return CoverageOverTime.evaluate(
          areas,
          places.latitudes,
          places.longitudes,
          sizes,
          people,
          outlets.latitudes,
          outlets.longitudes,
          opened,
          closed,
          days,
          radii);
    }

    /** Of its places only some. */
    Region only(int[] order) {
      return new Region(
          places.in(order),
          in(order, sizes),
          in(order, people),
          outlets,
          opened,
          closed,
          days,
          radii);
    }

    Coverage[] coverage() {
      return CoverageOverTime.evaluate(
          places.latitudes,
          places.longitudes,
          sizes,
          people,
          outlets.latitudes,
          outlets.longitudes,
          opened,
          closed,
          days,
          radii);
    }

    /** The definition, by a look at everything. */
    List<Coverage> byDefinition() {
      List<Coverage> coverage = new ArrayList<>();
      for (double day : Arrays.stream(days).sorted().distinct().toArray()) {
        for (double radius : Arrays.stream(radii).sorted().distinct().toArray()) {
          coverage.add(
              new Coverage(
                  null,
                  day,
                  radius,
                  people(day, radius, 0, 1),
                  people(day, radius, 0, 2),
                  people(day, radius, 0, 3),
                  people(day, radius, 1, 1),
                  people(day, radius, -1, 1)));
        }
      }
      return coverage;
    }

    /** The people with so many points within the radius, away by their size so often. */
    private double people(double day, double radius, int size, int least) {
      return Shares.sum(
          IntStream.range(0, places.count())
              .filter(place -> points(place, day, radius, size * sizes[place]) >= least)
              .mapToDouble(place -> people[place])
              .toArray());
    }

    private int points(int place, double day, double radius, double size) {
      Set<List<Double>> points = new HashSet<>();
      for (int i = 0; i < outlets.count(); i++) {
        if (opened[i] <= day && day < closed[i] && places.km(place, outlets, i) + size <= radius) {
          points.add(List.of(outlets.latitudes[i], outlets.longitudes[i]));
        }
      }
      return points.size();
    }

    Region shuffledBy(Random random) {
      int[] order = shuffled(places.count(), random);
      int[] outletOrder = shuffled(outlets.count(), random);
      return new Region(
          places.in(order),
          in(order, sizes),
          in(order, people),
          outlets.in(outletOrder),
          in(outletOrder, opened),
          in(outletOrder, closed),
          in(shuffled(days.length, random), days),
          in(shuffled(radii.length, random), radii));
    }
  }

  @Test
  void coverage_is_what_a_look_at_everything_finds_in_any_order() {
    Random random = new Random(12);
    int people = 0;
    for (int run = 0; run < 600; run++) {
      Region region = Region.random(random);
      List<Coverage> coverage = List.of(region.coverage());
      assertEquals(region.byDefinition(), coverage);
      assertEquals(coverage, List.of(region.shuffledBy(random).coverage()));
      for (Coverage one : coverage) {
        people += one.coveredThrice() > 0 ? 1 : 0;
        assertTrue(one.coveredLower() <= one.covered() && one.covered() <= one.coveredUpper());
        assertTrue(one.coveredThrice() <= one.coveredTwice());
        assertTrue(one.coveredTwice() <= one.covered());
      }
    }
    assertTrue(people > 300, "Three outlets are near in only " + people);
  }

  @Test
  void coverage_of_areas_is_that_of_the_places_of_each() {
    Random random = new Random(13);
    for (int run = 0; run < 100; run++) {
      Region region = Region.random(random);
      String[] areas = new String[region.places.count()];
      Arrays.setAll(areas, place -> "area " + random.nextInt(3));
      List<Coverage> expected = new ArrayList<>();
      for (String area : Arrays.stream(areas).sorted().distinct().toList()) {
        int[] places =
            IntStream.range(0, areas.length).filter(place -> areas[place].equals(area)).toArray();
        for (Coverage one : region.only(places).coverage()) {
          expected.add(
              new Coverage(
                  area,
                  one.day(),
                  one.radius(),
                  one.covered(),
                  one.coveredTwice(),
                  one.coveredThrice(),
                  one.coveredLower(),
                  one.coveredUpper()));
        }
      }
      if (areas.length > 0) {
        assertEquals(expected, List.of(region.coverage(areas)));
      }
    }
  }

  private static Coverage[] atOnePlace(double[] latitudes, double[] opened, double[] closed) {
    return CoverageOverTime.evaluate(
        new double[1],
        new double[1],
        new double[1],
        new double[] {1},
        latitudes,
        new double[latitudes.length],
        opened,
        closed,
        new double[] {0, 1, 2, 3, 4},
        new double[] {HaversineKm.evaluate(0, 0, 1, 0)});
  }

  @Test
  void outlets_at_one_point_are_one_that_is_open_when_any_is() {
    Coverage[] reopened =
        atOnePlace(new double[] {1, 1, 1}, new double[] {0, 1, 3}, new double[] {2, 2, FOREVER});
    assertArrayEquals(
        new double[] {1, 1, 0, 1, 1},
        Arrays.stream(reopened).mapToDouble(Coverage::covered).toArray());
    assertTrue(Arrays.stream(reopened).allMatch(day -> day.coveredTwice() == 0));
    Coverage[] zeros = atOnePlace(new double[] {0.0, -0.0}, new double[2], new double[] {9, 9});
    assertEquals(0, zeros[0].coveredTwice());
    Coverage[] two = atOnePlace(new double[] {0, 1}, new double[2], new double[] {9, 9});
    assertEquals(1, two[0].coveredTwice());
    assertEquals(0, two[0].coveredThrice());
  }

  @Test
  void an_outlet_that_closed_before_it_opened_never_was() {
    Coverage[] never =
        atOnePlace(
            new double[] {0, 0, 0},
            new double[] {2, 2, FOREVER},
            new double[] {2, 1, Double.NEGATIVE_INFINITY});
    assertTrue(Arrays.stream(never).allMatch(day -> day.coveredUpper() == 0));
    Coverage[] ever =
        atOnePlace(new double[1], new double[] {Double.NEGATIVE_INFINITY}, new double[] {FOREVER});
    assertTrue(Arrays.stream(ever).allMatch(day -> day.coveredLower() == 1));
  }

  @Test
  void coverage_needs_lists_that_fit() {
    assertEquals(
        "coverage_over_time: Invalid lists (1 outlets, 0 days of opening)",
        message(() -> atOnePlace(new double[1], NONE, NONE)));
    assertEquals(
        "coverage_over_time: Invalid day of opening or closing NaN (a number of days, or infinity)",
        message(() -> atOnePlace(new double[1], new double[] {Double.NaN}, new double[1])));
    assertEquals(
        "coverage_over_time: Invalid latitude 91.0 (a latitude is in [-90, 90])",
        message(() -> atOnePlace(new double[] {91}, new double[1], new double[1])));
    assertEquals(
        "coverage_over_time: Invalid size -1.0 (a finite number >= 0)",
        message(
            () ->
                CoverageOverTime.evaluate(
                    new double[1],
                    new double[1],
                    new double[] {-1},
                    new double[1],
                    NONE,
                    NONE,
                    NONE,
                    NONE,
                    NONE,
                    NONE)));
  }
}
