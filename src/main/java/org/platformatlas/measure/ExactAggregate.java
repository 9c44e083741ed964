package org.platformatlas.measure;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.analysis.TypeCheckResult;
import org.apache.spark.sql.catalyst.expressions.Add;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.Coalesce;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.ImplicitCastInputTypes;
import org.apache.spark.sql.catalyst.expressions.IsNull;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.DeclarativeAggregate;
import org.apache.spark.sql.types.AbstractDataType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import scala.collection.Iterator;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;

/**
 * The aggregation behind {@code exact_sum} and {@code exact_avg}: five sums of limbs and a count,
 * as plain bigint columns, from which the formula takes its result once a group.
 */
final class ExactAggregate extends DeclarativeAggregate implements ImplicitCastInputTypes {
  private final Class<?> type;
  private final Expression child;

  /** The sums of the limbs, the lowest first, then the count. */
  private final List<AttributeReference> buffer = new ArrayList<>();

  ExactAggregate(Class<?> type, Expression child) {
    this.type = type;
    this.child = child;
    for (int limb = 0; limb < FixedPoint.LIMBS; limb++) {
      buffer.add(column("limb" + limb));
    }
    buffer.add(column("count"));
  }

  private static AttributeReference column(String name) {
    return new AttributeReference(
        name,
        DataTypes.LongType,
        false,
        Metadata.empty(),
        NamedExpression.newExprId(),
        Bridge.seq(List.of()));
  }

  @Override
  public Seq<AttributeReference> aggBufferAttributes() {
    return Bridge.seq(buffer);
  }

  @Override
  public Seq<Expression> initialValues() {
    List<Expression> values = new ArrayList<>();
    buffer.forEach(column -> values.add(bigint(0)));
    return Bridge.seq(values);
  }

  @Override
  public Seq<Expression> updateExpressions() {
    List<Expression> updates = new ArrayList<>();
    for (int limb = 0; limb < FixedPoint.LIMBS; limb++) {
      Expression column = buffer.get(limb);
      Expression index = new Literal(limb, DataTypes.IntegerType);
      // Null when the child is.
      Expression sum = add("add", List.of(column, child, index));
      updates.add(new Coalesce(Bridge.seq(List.of(sum, column))));
    }
    Expression count = buffer.get(FixedPoint.LIMBS);
    updates.add(new If(new IsNull(child), count, new Add(count, bigint(1))));
    return Bridge.seq(updates);
  }

  @Override
  public Seq<Expression> mergeExpressions() {
    List<Expression> merges = new ArrayList<>();
    for (int i = 0; i < buffer.size(); i++) {
      merges.add(add("merge", List.of(buffer.get(i), inputAggBufferAttributes().apply(i))));
    }
    return Bridge.seq(merges);
  }

  @Override
  public Expression evaluateExpression() {
    return Bridge.call(type, "evaluate", dataType(), List.copyOf(buffer));
  }

  private static Expression add(String method, List<Expression> arguments) {
    return Bridge.call(FixedPoint.class, method, DataTypes.LongType, arguments);
  }

  private static Literal bigint(long value) {
    return new Literal(value, DataTypes.LongType);
  }

  @Override
  public DataType dataType() {
    return DataTypes.DoubleType;
  }

  @Override
  public boolean nullable() {
    return true;
  }

  @Override
  public Seq<AbstractDataType> inputTypes() {
    return Bridge.seq(List.of(DataTypes.DoubleType));
  }

  @Override
  public TypeCheckResult checkInputDataTypes() {
    return ImplicitCastInputTypes.super.checkInputDataTypes();
  }

  @Override
  public String prettyName() {
    return Functions.formula(type).name();
  }

  @Override
  public Seq<Expression> children() {
    return Bridge.seq(List.of(child));
  }

  @Override
  public Expression withNewChildrenInternal(IndexedSeq<Expression> children) {
    return new ExactAggregate(type, children.head());
  }

  @Override
  public Iterator<Object> stringArgs() {
    return Bridge.seq(List.<Object>of(child)).iterator();
  }

  /** Without TreeNode's search for a public constructor. */
  @Override
  public Expression clone() {
    return new ExactAggregate(type, child.clone());
  }

  @Override
  public int productArity() {
    return 2;
  }

  @Override
  public Object productElement(int index) {
    return index == 0 ? type : child;
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof ExactAggregate;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ExactAggregate aggregate
        && type == aggregate.type
        && child.equals(aggregate.child);
  }

  @Override
  public int hashCode() {
    return 31 * type.getName().hashCode() + child.hashCode();
  }
}
