package org.platformatlas.measure;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.QueryContext;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import scala.Option;
import scala.Tuple3;
import scala.collection.immutable.Map$;
import scala.collection.immutable.Seq;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/**
 * Every formula as a SQL function of each session that is started with {@code
 * spark.sql.extensions=org.platformatlas.measure.Functions}.
 */
public final class Functions extends AbstractFunction1<SparkSessionExtensions, BoxedUnit> {
  private static final List<Class<?>> SCALARS =
      List.of(
          Atkinson.class,
          AverageOverlap.class,
          BackwardLinkage.class,
          BassFit.class,
          BrayCurtis.class,
          Centralization.class,
          ConcentrationBounds.class,
          ConcentrationRatio.class,
          CosineSimilarity.class,
          CoverageOverTime.class,
          DeltaHhi.class,
          DeterminantMobility.class,
          Dice.class,
          FirstPassageTime.class,
          FloatingCatchment.class,
          ForwardLinkage.class,
          GarciaAlbaDominance.class,
          GhoshInverse.class,
          Ginevicius.class,
          Gini.class,
          GiniNormalised.class,
          HaversineKm.class,
          Hhi.class,
          HhiBounds.class,
          HhiBoundsGrouped.class,
          HhiNormalised.class,
          HillNumber.class,
          Hoover.class,
          Horvath.class,
          Huff.class,
          HuffAttraction.class,
          Instability.class,
          Jaccard.class,
          KaplanMeier.class,
          KendallTauB.class,
          Kvalseth.class,
          Kwoka.class,
          LeontiefInverse.class,
          Linda.class,
          LocationQuotient.class,
          LogisticFit.class,
          MannKendall.class,
          MannKendallExact.class,
          MannKendallHamedRao.class,
          MaximalCoverage.class,
          MorisitaHorn.class,
          NearestKm.class,
          Neighbours.class,
          NextPlaces.class,
          Ochiai.class,
          OverlapCoefficient.class,
          Palma.class,
          Pettitt.class,
          Pianka.class,
          PortfolioOverlap.class,
          Proximity.class,
          RankBiasedOverlap.class,
          RankSizeSlope.class,
          ReachCount.class,
          RelatednessDensity.class,
          Rosenbluth.class,
          Ruzicka.class,
          Schoener.class,
          SeasonalMannKendall.class,
          SenSlope.class,
          ShannonEntropy.class,
          ShorrocksMobility.class,
          ShuffledOverlap.class,
          SignTest.class,
          SojournTime.class,
          SpatialGini.class,
          SteadyState.class,
          Stenbacka.class,
          TailExponent.class,
          TechnicalCoefficients.class,
          TheilDecomposition.class,
          TheilL.class,
          TheilT.class,
          ThetaOverlap.class,
          TopKTurnover.class,
          Upstreamness.class,
          Variety.class,
          WeightedQuantile.class,
          YearlyMedianTrend.class);

  /** Formulas over all values of a column, as an array of them. */
  private static final List<Class<?>> COLLECTED = List.of(Concentration.class);

  private static final List<Class<?>> EXACT = List.of(ExactAvg.class, ExactSum.class);

  /** The version of every function by its name. */
  public static Map<String, Integer> versions() {
    Map<String, Integer> versions = new TreeMap<>();
    plain().forEach(type -> versions.put(formula(type).name(), formula(type).version()));
    EXACT.forEach(type -> versions.put(formula(type).name(), formula(type).version()));
    Formula ranked = formula(RankedShares.class);
    versions.put(ranked.name(), ranked.version());
    return versions;
  }

  @Override
  public BoxedUnit apply(SparkSessionExtensions extensions) {
    for (Class<?> type : SCALARS) {
      int[] arities =
          Bridge.overloads(type).keySet().stream().mapToInt(Integer::intValue).toArray();
      inject(extensions, type, arities, arguments -> new FormulaCall(type, arguments));
    }
    for (Class<?> type : COLLECTED) {
      inject(extensions, type, new int[] {1}, child -> new FormulaCall(type, collected(child)));
    }
    for (Class<?> type : EXACT) {
      inject(extensions, type, new int[] {1}, child -> new ExactAggregate(type, child.head()));
    }
    inject(extensions, RankedShares.class, new int[] {2}, RankedShares::new);
    extensions.injectQueryStagePrepRule(session -> new WholeGroups());
    extensions.injectColumnar(session -> CollectedRuns.rule());
    return BoxedUnit.UNIT;
  }

  private static Seq<Expression> collected(Seq<Expression> column) {
    Expression numbers = new CollectedNumbers(column).toAggregateExpression();
    return Bridge.seq(List.of(numbers));
  }

  /** The formulas that are static methods over Java's types. */
  static List<Class<?>> plain() {
    return Stream.of(SCALARS, COLLECTED).flatMap(List::stream).toList();
  }

  static Formula formula(Class<?> type) {
    return type.getAnnotation(Formula.class);
  }

  private static void inject(
      SparkSessionExtensions extensions,
      Class<?> type,
      int[] arities,
      Function<Seq<Expression>, Expression> call) {
    Formula formula = formula(type);
    extensions.injectFunction(
        new Tuple3<>(
            new FunctionIdentifier(formula.name()),
            info(type, formula),
            arguments -> {
              if (Arrays.stream(arities).noneMatch(arity -> arity == arguments.size())) {
                throw Functions.<RuntimeException>sneak(wrongArity(formula, arguments.size()));
              }
              return call.apply(arguments);
            }));
  }

  /** What DESCRIBE FUNCTION EXTENDED prints. */
  private static ExpressionInfo info(Class<?> type, Formula formula) {
    String note = "\n    Version %d.\n  ".formatted(formula.version());
    return new ExpressionInfo(
        type.getName(), null, formula.name(), formula.usage(), "", "", note, "", "", "", "");
  }

  private static AnalysisException wrongArity(Formula formula, int actual) {
    String message =
        "%s: Cannot call with %d argument%s. Usage: %s"
            .formatted(formula.name(), actual, actual == 1 ? "" : "s", formula.usage());
    Option<String> condition = Option.apply("WRONG_NUM_ARGS.WITHOUT_SUGGESTION");
    return new AnalysisException(
        message,
        Option.empty(),
        Option.empty(),
        Option.empty(),
        condition,
        Map$.MODULE$.empty(),
        new QueryContext[0]);
  }

  /** Throws a checked exception through Scala's {@code Function1}, which declares none. */
  @SuppressWarnings("unchecked")
  private static <E extends Throwable> E sneak(Throwable throwable) throws E {
    throw (E) throwable;
  }
}
