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
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.expressions.objects.StaticInvoke;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.ObjectType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.unsafe.types.UTF8String;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Where the Java types of formulas meet Spark's: {@code double[]} is {@code array<double>}, a
 * {@code Map} goes from text to numbers, a record is a struct with its components in snake case, an
 * array of records an array of structs, boxed types may be null.
 *
 * <p>A null argument, and a null in an array or map, make the result null without a call. Public
 * because generated code calls it.
 */
public final class Bridge {
  private static final DataType OBJECT = new ObjectType(Object.class);
  private static final DataType NUMBERS = DataTypes.createArrayType(DataTypes.DoubleType, false);
  private static final DataType TEXTS = DataTypes.createArrayType(DataTypes.StringType, false);
  private static final DataType NULLABLES = DataTypes.createArrayType(DataTypes.DoubleType, true);

  private static final Map<Class<?>, DataType> TYPES =
      Map.ofEntries(
          Map.entry(double.class, DataTypes.DoubleType),
          Map.entry(Double.class, DataTypes.DoubleType),
          Map.entry(int.class, DataTypes.IntegerType),
          Map.entry(Integer.class, DataTypes.IntegerType),
          Map.entry(long.class, DataTypes.LongType),
          Map.entry(boolean.class, DataTypes.BooleanType),
          Map.entry(String.class, DataTypes.StringType),
          Map.entry(byte[].class, DataTypes.BinaryType),
          Map.entry(double[].class, NUMBERS),
          Map.entry(Double[].class, NULLABLES),
          Map.entry(double[][].class, DataTypes.createArrayType(NUMBERS, false)),
          Map.entry(Double[][].class, DataTypes.createArrayType(NULLABLES, false)),
          Map.entry(
              int[][].class,
              DataTypes.createArrayType(
                  DataTypes.createArrayType(DataTypes.IntegerType, false), false)),
          Map.entry(boolean[].class, DataTypes.createArrayType(DataTypes.BooleanType, false)),
          Map.entry(String[].class, TEXTS),
          Map.entry(String[][].class, DataTypes.createArrayType(TEXTS, false)),
          Map.entry(Concentration.Indices.class, Concentration.Indices.schema()),
          Map.entry(
              PortfolioOverlap.Pairs.class,
              DataTypes.createArrayType(PortfolioOverlap.Pairs.schema(), false)),
          Map.entry(
              Map.class,
              DataTypes.createMapType(DataTypes.StringType, DataTypes.DoubleType, false)));

  /** The method here that makes an argument of that type from Spark's value. */
  private static final Map<Class<?>, String> FROM_SPARK =
      Map.of(
          double[].class, "doubles",
          double[][].class, "rows",
          int[][].class, "sets",
          boolean[].class, "booleans",
          String[].class, "strings",
          String[][].class, "lists",
          Map.class, "map");

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

  public static double[] doubles(ArrayData array) {
    return hasNull(array) ? null : array.toDoubleArray();
  }

  public static boolean[] booleans(ArrayData array) {
    return hasNull(array) ? null : array.toBooleanArray();
  }

  public static String[] strings(ArrayData array) {
    if (hasNull(array)) {
      return null;
    }
    String[] strings = new String[array.numElements()];
    for (int i = 0; i < strings.length; i++) {
      strings[i] = array.getUTF8String(i).toString();
    }
    return strings;
  }

  public static String[][] lists(ArrayData array) {
    if (hasNull(array)) {
      return null;
    }
    String[][] lists = new String[array.numElements()][];
    for (int i = 0; i < lists.length; i++) {
      lists[i] = strings(array.getArray(i));
      if (lists[i] == null) {
        return null;
      }
    }
    return lists;
  }

  public static double[][] rows(ArrayData array) {
    if (hasNull(array)) {
      return null;
    }
    double[][] rows = new double[array.numElements()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = doubles(array.getArray(i));
      if (rows[i] == null) {
        return null;
      }
    }
    return rows;
  }

  public static int[][] sets(ArrayData array) {
    if (hasNull(array)) {
      return null;
    }
    int[][] sets = new int[array.numElements()][];
    for (int i = 0; i < sets.length; i++) {
      ArrayData set = array.getArray(i);
      if (hasNull(set)) {
        return null;
      }
      sets[i] = set.toIntArray();
    }
    return sets;
  }

  public static Map<String, Double> map(MapData map) {
    String[] keys = strings(map.keyArray());
    double[] values = doubles(map.valueArray());
    if (values == null) {
      return null;
    }
    Map<String, Double> pairs = new TreeMap<>();
    for (int i = 0; i < keys.length; i++) {
      pairs.put(keys[i], values[i]);
    }
    return pairs;
  }

  private static boolean hasNull(ArrayData array) {
    for (int i = 0; i < array.numElements(); i++) {
      if (array.isNullAt(i)) {
        return true;
      }
    }
    return false;
  }

  /** A record as a row of a struct, an array as Spark's. */
  public static Object toSpark(Object result) throws ReflectiveOperationException {
    if (result instanceof Record) {
      Method[] accessors = ACCESSORS.get(result.getClass());
      Object[] values = new Object[accessors.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = toSpark(accessors[i].invoke(result));
      }
      return new GenericInternalRow(values);
    }
    if (result instanceof String text) {
      return UTF8String.fromString(text);
    }
    if (result instanceof double[] numbers) {
      return UnsafeArrayData.fromPrimitiveArray(numbers);
    }
    if (result instanceof Object[] elements) {
      Object[] converted = new Object[elements.length];
      for (int i = 0; i < converted.length; i++) {
        converted[i] = toSpark(elements[i]);
      }
      return new GenericArrayData(converted);
    }
    return result;
  }

  /** {@link #toSpark} by the type that generated code expects. */
  public static InternalRow row(Object result) throws ReflectiveOperationException {
    return (InternalRow) toSpark(result);
  }

  /** {@link #toSpark} by the type that generated code expects. */
  public static ArrayData array(Object result) throws ReflectiveOperationException {
    return (ArrayData) toSpark(result);
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

  static Expression argument(Class<?> type, Expression argument) {
    String conversion = FROM_SPARK.get(type);
    return conversion == null
        ? argument
        : call(Bridge.class, conversion, new ObjectType(type), List.of(argument));
  }

  /** Spark's type for a type of Java. */
  static DataType type(Class<?> type) {
    if (type.isRecord()) {
      return DataTypes.createStructType(
          Arrays.stream(type.getRecordComponents()).map(Bridge::field).toArray(StructField[]::new));
    }
    if (type.isArray() && type.getComponentType().isRecord()) {
      return DataTypes.createArrayType(type(type.getComponentType()), false);
    }
    DataType known = TYPES.get(type);
    if (known == null) {
      throw new IllegalStateException("Unsupported type in a formula: " + type.getName());
    }
    return known;
  }

  static Expression result(Method method, List<Expression> arguments) {
    Class<?> type = method.getReturnType();
    if (!type.isRecord() && !type.isArray()) {
      return call(method.getDeclaringClass(), method.getName(), type(type), arguments);
    }
    Expression call = call(method.getDeclaringClass(), method.getName(), OBJECT, arguments);
    return call(Bridge.class, type.isRecord() ? "row" : "array", type(type), List.of(call));
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
    boolean nullable = !type.isPrimitive() && !type.isArray();
    return DataTypes.createStructField(name, type(type), nullable);
  }
}
