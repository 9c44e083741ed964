package org.platformatlas.measure;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.analysis.TypeCheckResult;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ImplicitCastInputTypes;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.expressions.aggregate.ImperativeAggregate;
import org.apache.spark.sql.catalyst.expressions.aggregate.TypedImperativeAggregate;
import org.apache.spark.sql.types.AbstractDataType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import scala.collection.Iterator;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;

/**
 * All numbers of a column but nulls, as an array in no particular order: what {@code collect_list}
 * gives, with eight bytes a number and no object for each.
 */
final class CollectedNumbers extends TypedImperativeAggregate<NumberList>
    implements ImplicitCastInputTypes, Serializable {
  private final Expression child;
  private final int mutableOffset;
  private final int inputOffset;

  CollectedNumbers(Expression child) {
    this(child, 0, 0);
  }

  private CollectedNumbers(Expression child, int mutableOffset, int inputOffset) {
    this.child = child;
    this.mutableOffset = mutableOffset;
    this.inputOffset = inputOffset;
  }

  @Override
  public NumberList createAggregationBuffer() {
    return new NumberList();
  }

  @Override
  public NumberList update(NumberList list, InternalRow row) {
    if (child instanceof BoundReference column) {
      if (!row.isNullAt(column.ordinal())) {
        list.add(row.getDouble(column.ordinal()));
      }
      return list;
    }
    if (child.eval(row) instanceof Double number) {
      list.add(number);
    }
    return list;
  }

  @Override
  public NumberList merge(NumberList list, NumberList other) {
    list.addAll(other);
    return list;
  }

  @Override
  public Object eval(NumberList list) {
    return UnsafeArrayData.fromPrimitiveArray(list.toArray());
  }

  @Override
  public byte[] serialize(NumberList list) {
    return list.toBytes();
  }

  @Override
  public NumberList deserialize(byte[] bytes) {
    return NumberList.of(bytes);
  }

  @Override
  public ImperativeAggregate withNewMutableAggBufferOffset(int offset) {
    return new CollectedNumbers(child, offset, inputOffset);
  }

  @Override
  public ImperativeAggregate withNewInputAggBufferOffset(int offset) {
    return new CollectedNumbers(child, mutableOffset, offset);
  }

  @Override
  public int mutableAggBufferOffset() {
    return mutableOffset;
  }

  @Override
  public int inputAggBufferOffset() {
    return inputOffset;
  }

  @Override
  public DataType dataType() {
    return DataTypes.createArrayType(DataTypes.DoubleType, false);
  }

  @Override
  public boolean nullable() {
    return false;
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
    return "collected_numbers";
  }

  @Override
  public Seq<Expression> children() {
    return Bridge.seq(List.of(child));
  }

  @Override
  public Expression withNewChildrenInternal(IndexedSeq<Expression> children) {
    return new CollectedNumbers(children.head(), mutableOffset, inputOffset);
  }

  @Override
  public Iterator<Object> stringArgs() {
    return Bridge.seq(List.<Object>of(child)).iterator();
  }

  /** Without TreeNode's search for a public constructor. */
  @Override
  public Expression clone() {
    return new CollectedNumbers(child.clone(), mutableOffset, inputOffset);
  }

  @Override
  public int productArity() {
    return 3;
  }

  @Override
  public Object productElement(int index) {
    return index == 0 ? child : index == 1 ? mutableOffset : inputOffset;
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof CollectedNumbers;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CollectedNumbers numbers
        && child.equals(numbers.child)
        && mutableOffset == numbers.mutableOffset
        && inputOffset == numbers.inputOffset;
  }

  @Override
  public int hashCode() {
    return 31 * (31 * child.hashCode() + mutableOffset) + inputOffset;
  }
}
