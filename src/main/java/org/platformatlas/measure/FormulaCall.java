package org.platformatlas.measure;

import static scala.jdk.javaapi.CollectionConverters.asJava;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.analysis.TypeCheckResult;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ImplicitCastInputTypes;
import org.apache.spark.sql.catalyst.expressions.RuntimeReplaceable;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.catalyst.trees.TreePattern;
import org.apache.spark.sql.types.AbstractDataType;
import org.apache.spark.sql.types.DataType;
import scala.Enumeration;
import scala.collection.Iterator;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;

/**
 * The call of a scalar formula in a plan: it casts and checks its arguments and prints as SQL; the
 * optimizer replaces it by static calls of the formula's methods.
 */
final class FormulaCall extends Expression implements RuntimeReplaceable, ImplicitCastInputTypes {
  private final Class<?> type;
  private final Seq<Expression> arguments;
  private final Method method;

  FormulaCall(Class<?> type, Seq<Expression> arguments) {
    this.type = type;
    this.arguments = arguments;
    this.method = Bridge.overloads(type).get(arguments.size());
  }

  @Override
  public Expression replacement() {
    List<Expression> converted = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      converted.add(Bridge.argument(method.getParameterTypes()[i], arguments.apply(i)));
    }
    return Bridge.result(method, converted);
  }

  @Override
  public Seq<AbstractDataType> inputTypes() {
    List<AbstractDataType> types = new ArrayList<>();
    for (Class<?> parameter : method.getParameterTypes()) {
      // An array with a null is an argument too, of which the result is null.
      types.add(Bridge.type(parameter).asNullable());
    }
    return Bridge.seq(types);
  }

  @Override
  public DataType dataType() {
    return Bridge.type(method.getReturnType());
  }

  @Override
  public String prettyName() {
    return Functions.formula(type).name();
  }

  @Override
  public Seq<Expression> children() {
    return arguments;
  }

  @Override
  public Expression withNewChildrenInternal(IndexedSeq<Expression> children) {
    return new FormulaCall(type, children);
  }

  @Override
  public Iterator<Object> stringArgs() {
    return Bridge.seq(List.<Object>copyOf(asJava(arguments))).iterator();
  }

  /** Without TreeNode's search for a public constructor. */
  @Override
  public Expression clone() {
    return new FormulaCall(
        type, Bridge.seq(asJava(arguments).stream().map(Expression::clone).toList()));
  }

  // A method of the class Expression hides the one of a Scala trait, so each is named here.

  @Override
  public TypeCheckResult checkInputDataTypes() {
    return ImplicitCastInputTypes.super.checkInputDataTypes();
  }

  @Override
  public boolean nullable() {
    return RuntimeReplaceable.super.nullable();
  }

  @Override
  public Expression canonicalized() {
    return RuntimeReplaceable.super.canonicalized();
  }

  @Override
  public Object eval(InternalRow row) {
    return RuntimeReplaceable.super.eval(row);
  }

  @Override
  public ExprCode doGenCode(CodegenContext context, ExprCode code) {
    return RuntimeReplaceable.super.doGenCode(context, code);
  }

  @Override
  public Seq<Enumeration.Value> nodePatterns() {
    return Bridge.seq(List.of(TreePattern.RUNTIME_REPLACEABLE()));
  }

  @Override
  public void
      org$apache$spark$sql$catalyst$expressions$RuntimeReplaceable$_setter_$nodePatterns_$eq(
          Seq<Enumeration.Value> patterns) {}

  @Override
  public int productArity() {
    return 2;
  }

  @Override
  public Object productElement(int index) {
    return index == 0 ? type : arguments;
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof FormulaCall;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FormulaCall call
        && type == call.type
        && arguments.equals(call.arguments);
  }

  @Override
  public int hashCode() {
    return 31 * type.getName().hashCode() + arguments.hashCode();
  }
}
