package org.platformatlas.measure;

import java.util.Locale;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Every index of concentration of a column of volumes, each as the function of its name gives it:
 * an aggregate over rows. An index is computed when it is asked for.
 *
 * <p>Nulls are skipped; null, like each of its fields, without a positive volume. A negative, NaN
 * or infinite volume is an error.
 */
@Formula(
    name = "concentration",
    version = 1,
    usage = "concentration(volume) - every index of concentration of a column of volumes, a struct")
public final class Concentration {
  private Concentration() {}

  /** The indices, by the names of their functions. */
  enum Index {
    CR1(shares -> ConcentrationRatio.of(shares, 1)),
    CR2(shares -> ConcentrationRatio.of(shares, 2)),
    CR3(shares -> ConcentrationRatio.of(shares, 3)),
    CR4(shares -> ConcentrationRatio.of(shares, 4)),
    CR5(shares -> ConcentrationRatio.of(shares, 5)),
    CR8(shares -> ConcentrationRatio.of(shares, 8)),
    CR10(shares -> ConcentrationRatio.of(shares, 10)),
    CR20(shares -> ConcentrationRatio.of(shares, 20)),
    CR50(shares -> ConcentrationRatio.of(shares, 50)),
    HHI(Hhi::of),
    /** Null for one firm. */
    HHI_NORMALISED(HhiNormalised::of),
    /** Hill number of order 2, 1/hhi. */
    EFFECTIVE_NUMBER(shares -> HillNumber.of(shares, 2)),
    /** Hill number of order 1, exp of the entropy. */
    HILL1(shares -> HillNumber.of(shares, 1)),
    SHANNON_ENTROPY(ShannonEntropy::of),
    THEIL_T(TheilT::of),
    THEIL_L(TheilL::of),
    GINI(Gini::of),
    /** Null for one firm. */
    GINI_NORMALISED(GiniNormalised::of),
    /** Atkinson index with aversion ½. */
    ATKINSON_HALF(shares -> Atkinson.of(shares, .5)),
    /** Atkinson index with aversion 1. */
    ATKINSON_ONE(shares -> Atkinson.of(shares, 1)),
    PALMA(Palma::of),
    ROSENBLUTH(Rosenbluth::of),
    HORVATH(Horvath::of),
    KVALSETH(Kvalseth::of),
    GARCIA_ALBA_DOMINANCE(GarciaAlbaDominance::of),
    KWOKA(Kwoka::of),
    STENBACKA(Stenbacka::of),
    /** Linda index of the four largest; null for fewer. */
    LINDA4(shares -> Linda.of(shares, 4)),
    GINEVICIUS(Ginevicius::of);

    private final Function<Shares, Double> formula;

    Index(Function<Shares, Double> formula) {
      this.formula = formula;
    }

    private boolean isNullable() {
      return this == HHI_NORMALISED || this == GINI_NORMALISED || this == LINDA4;
    }
  }

  /**
   * A row of how many volumes there are, zeros included; how many are above 0; and each index,
   * computed at the first look.
   */
  public static final class Indices extends GenericInternalRow {
    private static final int COUNTS = 2;
    private static final Index[] ALL = Index.values();
    private final Shares shares;

    private Indices(int listed, Shares shares) {
      super(new Object[COUNTS + ALL.length]);
      this.shares = shares;
      values()[0] = listed;
      values()[1] = shares.count();
    }

    static StructType schema() {
      StructType schema =
          new StructType()
              .add("n_listed", DataTypes.IntegerType, false)
              .add("n_positive", DataTypes.IntegerType, false);
      for (Index index : ALL) {
        String name = index.name().toLowerCase(Locale.ROOT);
        schema = schema.add(name, DataTypes.DoubleType, index.isNullable());
      }
      return schema;
    }

    @Override
    public Object genericGet(int field) {
      if (values()[field] == null) {
        values()[field] = ALL[field - COUNTS].formula.apply(shares);
      }
      return values()[field];
    }
  }

  public static Indices evaluate(double[] volumes) {
    Shares shares = Shares.of("concentration", volumes);
    return shares.isEmpty() ? null : new Indices(volumes.length, shares);
  }
}
