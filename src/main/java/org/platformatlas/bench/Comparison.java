package org.platformatlas.bench;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * Where two answers to a question differ. They are the same if they have the same columns and keys,
 * and every double of one is within 1e-9 of the larger of the two (or 1e-12 beside zero), and
 * everything else is equal.
 */
final class Comparison {
  private static final double RELATIVE = 1e-9;
  private static final double NEAR_ZERO = 1e-3;
  private static final int SHOWN = 3;

  private Comparison() {}

  /** Some of the differences, none if the answers are the same. */
  static List<String> differences(Dataset<Row> ours, Dataset<Row> theirs, List<String> keys) {
    Set<String> columns = new TreeSet<>(List.of(ours.columns()));
    if (!columns.equals(new TreeSet<>(List.of(theirs.columns())))) {
      return List.of("columns %s, theirs %s".formatted(columns, List.of(theirs.columns())));
    }
    long rows = ours.count();
    long theirRows = theirs.count();
    if (rows != theirRows) {
      return List.of("%d rows, theirs %d".formatted(rows, theirRows));
    }
    Column isSame = lit(true);
    for (String key : keys) {
      isSame = isSame.and(col("a." + key).eqNullSafe(col("b." + key)));
    }
    List<Column> differing = new ArrayList<>();
    differing.add(when(col("a.there").isNull(), lit("only theirs")));
    differing.add(when(col("b.there").isNull(), lit("only ours")));
    columns.removeAll(keys);
    for (String column : columns) {
      boolean isDouble = ours.schema().apply(column).dataType().equals(DataTypes.DoubleType);
      differing.add(
          when(
              col("a.there")
                  .isNotNull()
                  .and(col("b.there").isNotNull())
                  .and(differs(col("a." + column), col("b." + column), isDouble)),
              lit(column)));
    }
    return ours
        .withColumn("there", lit(true))
        .as("a")
        .join(theirs.withColumn("there", lit(true)).as("b"), isSame, "full_outer")
        .select(
            concat_ws(", ", array_compact(array(differing.toArray(Column[]::new)))).as("what"),
            to_json(struct(col("a.*"))).as("ours"),
            to_json(struct(col("b.*"))).as("theirs"))
        .where(col("what").notEqual(""))
        .limit(SHOWN)
        .collectAsList()
        .stream()
        .map(row -> "%s: %s, theirs %s".formatted(row.getString(0), row.get(1), row.get(2)))
        .toList();
  }

  private static Column differs(Column a, Column b, boolean isDouble) {
    if (!isDouble) {
      return a.eqNullSafe(b).equalTo(false);
    }
    Column bound = greatest(abs(a), abs(b), lit(NEAR_ZERO)).multiply(RELATIVE);
    // An infinite bound, and one that is NaN, would hold everything.
    Column isNear = abs(a.minus(b)).leq(bound).and(bound.lt(Double.POSITIVE_INFINITY));
    return a.eqNullSafe(b).or(coalesce(isNear, lit(false))).equalTo(false);
  }
}
