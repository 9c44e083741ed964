package org.platformatlas.measure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every formula over a list of volumes. Records compare their doubles by bits. */
class LawsTest {
  enum Measure {
    ATKINSON(volumes -> Atkinson.evaluate(volumes, .7)),
    CONCENTRATION_RATIO(volumes -> ConcentrationRatio.evaluate(volumes, 3)),
    GARCIA_ALBA_DOMINANCE(GarciaAlbaDominance::evaluate),
    GINEVICIUS(Ginevicius::evaluate),
    GINI(Gini::evaluate),
    GINI_NORMALISED(GiniNormalised::evaluate),
    HHI(Hhi::evaluate),
    HHI_BOUNDS(volumes -> HhiBounds.evaluate(volumes, 2 * Markets.sum(sorted(volumes)), 500)),
    HHI_NORMALISED(HhiNormalised::evaluate),
    HILL_NUMBER(volumes -> HillNumber.evaluate(volumes, 1.7)),
    HORVATH(Horvath::evaluate),
    KVALSETH(Kvalseth::evaluate),
    KWOKA(Kwoka::evaluate),
    LINDA(volumes -> Linda.evaluate(volumes, 2)),
    PALMA(Palma::evaluate),
    RANK_SIZE_SLOPE(RankSizeSlope::evaluate),
    REACH_COUNT(volumes -> ReachCount.evaluate(volumes, .8)),
    ROSENBLUTH(Rosenbluth::evaluate),
    SHANNON_ENTROPY(ShannonEntropy::evaluate),
    STENBACKA(Stenbacka::evaluate),
    TAIL_EXPONENT(LawsTest::tailWithoutUnit),
    THEIL_L(TheilL::evaluate),
    THEIL_T(TheilT::evaluate);

    private final Function<double[], Object> formula;

    Measure(Function<double[], Object> formula) {
      this.formula = formula;
    }

    private Object of(double... volumes) {
      return formula.apply(volumes);
    }

    private static double[] sorted(double[] volumes) {
      double[] sorted = volumes.clone();
      Arrays.sort(sorted);
      return sorted;
    }
  }

  private static Object tailWithoutUnit(double[] volumes) {
    TailExponent.Tail tail = TailExponent.evaluate(volumes);
    return tail == null ? null : Arrays.asList(tail.alpha(), tail.se(), tail.ks(), tail.nTail());
  }

  @ParameterizedTest
  @EnumSource
  void order_changes_no_bit(Measure measure) {
    for (double[] market : Markets.random(200)) {
      assertEquals(measure.of(market), measure.of(Markets.shuffled(market, market.length)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_power_of_two_as_unit_changes_no_bit(Measure measure) {
    for (double[] market : Markets.random(200)) {
      assertEquals(measure.of(market), measure.of(Markets.scaled(market, 0x1p-70)));
      assertEquals(measure.of(market), measure.of(Markets.scaled(market, 0x1p900)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void added_zeros_change_no_bit(Measure measure) {
    for (double[] market : Markets.random(50)) {
      assertEquals(measure.of(market), measure.of(Markets.with(market, 0, -0.0, 0)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_list_is_left_as_it_was(Measure measure) {
    double[] volumes = {3, 0, 1, 2};
    measure.of(volumes);
    assertArrayEquals(new double[] {3, 0, 1, 2}, volumes);
  }

  @ParameterizedTest
  @EnumSource
  void nothing_listed_is_null(Measure measure) {
    assertNull(measure.of(Markets.NONE));
    assertNull(measure.of(Markets.ALL_ZERO));
  }

  @ParameterizedTest
  @EnumSource
  void an_invalid_volume_is_an_error(Measure measure) {
    for (double invalid : new double[] {-3, Double.NaN, Double.POSITIVE_INFINITY}) {
      Exception e = assertThrows(IllegalArgumentException.class, () -> measure.of(1, invalid));
      String name = measure.name().toLowerCase(Locale.ROOT);
      assertEquals(
          name + ": Invalid volume " + invalid + " (a volume is a finite number >= 0)",
          e.getMessage());
    }
  }
}
