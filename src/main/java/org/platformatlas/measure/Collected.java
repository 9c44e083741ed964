package org.platformatlas.measure;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.catalyst.analysis.TypeCheckResult;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ImplicitCastInputTypes;
import org.apache.spark.sql.catalyst.expressions.aggregate.ImperativeAggregate;
import org.apache.spark.sql.catalyst.expressions.aggregate.TypedImperativeAggregate;
import org.apache.spark.sql.types.AbstractDataType;
import org.apache.spark.sql.vectorized.ColumnVector;
import scala.collection.Iterator;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * An aggregate that collects all values of its columns in arrays.
 *
 * @param <B> what a group is collected in
 */
abstract class Collected<B> extends TypedImperativeAggregate<B>
    implements ImplicitCastInputTypes, Serializable {
  private final Seq<Expression> children;
  private final int mutableOffset;
  private final int inputOffset;

  Collected(Seq<Expression> children, int mutableOffset, int inputOffset) {
    this.children = children;
    this.mutableOffset = mutableOffset;
    this.inputOffset = inputOffset;
  }

  /** The same aggregate of other columns, or with its values at other places of a row. */
  abstract Collected<B> of(Seq<Expression> newChildren, int newMutableOffset, int newInputOffset);

  abstract List<AbstractDataType> types();

  /** Collects the rows from one to before another of a batch. */
  abstract void collect(B group, ColumnVector[] columns, int from, int to);

  Expression child(int index) {
    return children.apply(index);
  }

  @Override
  public ImperativeAggregate withNewMutableAggBufferOffset(int offset) {
    return of(children, offset, inputOffset);
  }

  @Override
  public ImperativeAggregate withNewInputAggBufferOffset(int offset) {
    return of(children, mutableOffset, offset);
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
  public boolean nullable() {
    return false;
  }

  @Override
  public Seq<AbstractDataType> inputTypes() {
    return Bridge.seq(types());
  }

  @Override
  public TypeCheckResult checkInputDataTypes() {
    return ImplicitCastInputTypes.super.checkInputDataTypes();
  }

  @Override
  public Seq<Expression> children() {
    return children;
  }

  @Override
  public Expression withNewChildrenInternal(IndexedSeq<Expression> newChildren) {
    return of(newChildren, mutableOffset, inputOffset);
  }

  @Override
  public Iterator<Object> stringArgs() {
    return Bridge.seq(List.<Object>copyOf(CollectionConverters.asJava(children))).iterator();
  }

  /** Without TreeNode's search for a public constructor. */
  @Override
  public Expression clone() {
    List<Expression> cloned =
        CollectionConverters.asJava(children).stream().map(Expression::clone).toList();
    return of(Bridge.seq(cloned), mutableOffset, inputOffset);
  }

  @Override
  public int productArity() {
    return 3;
  }

  @Override
  public Object productElement(int index) {
    return index == 0 ? children : index == 1 ? mutableOffset : inputOffset;
  }

  @Override
  public boolean canEqual(Object other) {
    return other != null && getClass() == other.getClass();
  }

  @Override
  public boolean equals(Object other) {
    return canEqual(other)
        && other instanceof Collected<?> collected
        && children.equals(collected.children)
        && mutableOffset == collected.mutableOffset
        && inputOffset == collected.inputOffset;
  }

  @Override
  public int hashCode() {
    return 31 * (31 * children.hashCode() + mutableOffset) + inputOffset;
  }
}
