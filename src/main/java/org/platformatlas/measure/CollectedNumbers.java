package org.platformatlas.measure;

import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.types.AbstractDataType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.vectorized.ColumnVector;
import scala.collection.immutable.Seq;

/**
 * All numbers of a column but nulls, as an array in no particular order: what {@code collect_list}
 * gives, with eight bytes a number and no object for each.
 */
final class CollectedNumbers extends Collected<NumberList> {
  CollectedNumbers(Seq<Expression> column) {
    this(column, 0, 0);
  }

  private CollectedNumbers(Seq<Expression> column, int mutableOffset, int inputOffset) {
    super(column, mutableOffset, inputOffset);
  }

  @Override
  CollectedNumbers of(Seq<Expression> column, int mutableOffset, int inputOffset) {
    return new CollectedNumbers(column, mutableOffset, inputOffset);
  }

  @Override
  public NumberList createAggregationBuffer() {
    return new NumberList();
  }

  @Override
  public NumberList update(NumberList list, InternalRow row) {
    if (child(0) instanceof BoundReference column) {
      if (!row.isNullAt(column.ordinal())) {
        list.add(row.getDouble(column.ordinal()));
      }
      return list;
    }
    if (child(0).eval(row) instanceof Double number) {
      list.add(number);
    }
    return list;
  }

  @Override
  void collect(NumberList list, ColumnVector[] columns, int from, int to) {
    list.addAll(columns[0], from, to);
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
  public DataType dataType() {
    return DataTypes.createArrayType(DataTypes.DoubleType, false);
  }

  @Override
  List<AbstractDataType> types() {
    return List.of(DataTypes.DoubleType);
  }

  @Override
  public String prettyName() {
    return "collected_numbers";
  }
}
