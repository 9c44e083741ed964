package org.platformatlas.measure;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.objects.StaticInvoke;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.ObjectType;
import org.apache.spark.sql.types.StructField;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Where the Java types of formulas meet Spark's: {@code double[]} is {@code array<double>}, a
 * record is a struct with its components in snake case, boxed types may be null.
 *
 * <p>A null argument, and a null in an array, make the result null without a call. Public because
 * generated code calls it.
 */
public final class Bridge {
  private static final Map<Class<?>, DataType> SIMPLE =
      Map.of(
          double.class, DataTypes.DoubleType,
          Double.class, DataTypes.DoubleType,
          int.class, DataTypes.IntegerType,
          Integer.class, DataTypes.IntegerType);

  private static final ClassValue<Method[]> ACCESSORS =
      new ClassValue<>() {
        @Override
        protected Method[] computeValue(Class<?> type) {
          return Arrays.stream(type.getRecordComponents())
              .map(RecordComponent::getAccessor)
              .toArray(Method[]::new);
        }
      };

  private Bridge() {}

  /** The array as Java's, or null if it holds a null. */
  public static double[] doubles(ArrayData array) {
    for (int i = 0; i < array.numElements(); i++) {
      if (array.isNullAt(i)) {
        return null;
      }
    }
    return array.toDoubleArray();
  }

  /** The record as a row of a struct. */
  public static InternalRow row(Record record) throws ReflectiveOperationException {
    Method[] accessors = ACCESSORS.get(record.getClass());
    Object[] values = new Object[accessors.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = accessors[i].invoke(record);
    }
    return new GenericInternalRow(values);
  }

  /** The methods of a formula by their number of parameters. */
  static Map<Integer, Method> overloads(Class<?> formula) {
    Map<Integer, Method> overloads = new TreeMap<>();
    for (Method method : formula.getMethods()) {
      if (method.getName().equals("evaluate")) {
        overloads.put(method.getParameterCount(), method);
      }
    }
    return overloads;
  }

  static DataType argumentType(Class<?> type) {
    return type == double[].class
        ? DataTypes.createArrayType(DataTypes.DoubleType)
        : simpleType(type);
  }

  static Expression argument(Class<?> type, Expression argument) {
    return type == double[].class
        ? call(Bridge.class, "doubles", new ObjectType(type), List.of(argument))
        : argument;
  }

  static DataType resultType(Class<?> type) {
    if (!type.isRecord()) {
      return simpleType(type);
    }
    return DataTypes.createStructType(
        Arrays.stream(type.getRecordComponents()).map(Bridge::field).toArray(StructField[]::new));
  }

  static Expression result(Method method, List<Expression> arguments) {
    Class<?> type = method.getReturnType();
    DataType dataType = type.isRecord() ? new ObjectType(type) : resultType(type);
    Expression call = call(method.getDeclaringClass(), method.getName(), dataType, arguments);
    return type.isRecord() ? call(Bridge.class, "row", resultType(type), List.of(call)) : call;
  }

  /** A static call; its result is null when an argument is, and may be null otherwise. */
  static Expression call(
      Class<?> type, String method, DataType result, List<Expression> arguments) {
    return new StaticInvoke(
        type, result, method, seq(arguments), seq(List.of()), true, true, true, Option.empty());
  }

  static <T> Seq<T> seq(List<T> list) {
    return CollectionConverters.asScala(list).toSeq();
  }

  private static StructField field(RecordComponent component) {
    String name =
        component.getName().replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    Class<?> type = component.getType();
    return DataTypes.createStructField(name, simpleType(type), !type.isPrimitive());
  }

  private static DataType simpleType(Class<?> type) {
    DataType simple = SIMPLE.get(type);
    if (simple == null) {
      throw new IllegalStateException("Unsupported type in a formula: " + type.getName());
    }
    return simple;
  }
}
