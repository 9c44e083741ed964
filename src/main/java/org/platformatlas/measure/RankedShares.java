package org.platformatlas.measure;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.AbstractDataType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.unsafe.types.UTF8String;
import scala.collection.immutable.Seq;

/**
 * Every member of a market with its share and rank, an aggregate over rows: an array of structs,
 * the largest volume first and equal ones by name, each of {@code name}, {@code volume}, {@code
 * share} (the volume divided by {@code exact_sum(volume)}, between 0 and 1; null where that is 0)
 * and {@code rank} (1, 2, 3 …).
 *
 * <p>Rows with a null volume are skipped; empty without a volume. A negative, NaN or infinite
 * volume, one from 2^63, and a null name are errors.
 */
@Formula(
    name = "ranked_shares",
    version = 1,
    usage =
        "ranked_shares(volume, name) - the members of a market by rank, an array of structs of name,"
            + " volume, share, rank")
public final class RankedShares extends Collected<NamedNumbers> {
  private static final StructType MEMBER =
      new StructType()
          .add("name", DataTypes.StringType, false)
          .add("volume", DataTypes.DoubleType, false)
          .add("share", DataTypes.DoubleType, true)
          .add("rank", DataTypes.IntegerType, false);

  RankedShares(Seq<Expression> columns) {
    this(columns, 0, 0);
  }

  private RankedShares(Seq<Expression> columns, int mutableOffset, int inputOffset) {
    super(columns, mutableOffset, inputOffset);
  }

  @Override
  RankedShares of(Seq<Expression> columns, int mutableOffset, int inputOffset) {
    return new RankedShares(columns, mutableOffset, inputOffset);
  }

  @Override
  public NamedNumbers createAggregationBuffer() {
    return new NamedNumbers();
  }

  @Override
  public NamedNumbers update(NamedNumbers members, InternalRow row) {
    if (child(0).eval(row) instanceof Double volume) {
      add(members, volume, (UTF8String) child(1).eval(row));
    }
    return members;
  }

  @Override
  void collect(NamedNumbers members, ColumnVector[] columns, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!columns[0].isNullAt(i)) {
        add(members, columns[0].getDouble(i), columns[1].getUTF8String(i));
      }
    }
  }

  private static void add(NamedNumbers members, double volume, UTF8String name) {
    if (!(volume >= 0 && volume < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "ranked_shares: Invalid volume %s (a volume is a finite number >= 0)".formatted(volume));
    }
    if (name == null) {
      throw new IllegalArgumentException(
          "ranked_shares: Invalid name null of volume %s (every volume has a name)"
              .formatted(volume));
    }
    // Zero has no sign in the order of volumes.
    members.add(volume + 0.0, name);
  }

  @Override
  public NamedNumbers merge(NamedNumbers members, NamedNumbers others) {
    members.addAll(others);
    return members;
  }

  @Override
  public Object eval(NamedNumbers members) {
    return new Ranking(members);
  }

  @Override
  public byte[] serialize(NamedNumbers members) {
    return members.toBytes();
  }

  @Override
  public NamedNumbers deserialize(byte[] bytes) {
    return NamedNumbers.of(bytes);
  }

  @Override
  public DataType dataType() {
    return DataTypes.createArrayType(MEMBER, false);
  }

  @Override
  List<AbstractDataType> types() {
    return List.of(DataTypes.DoubleType, DataTypes.StringType);
  }

  @Override
  public String prettyName() {
    return "ranked_shares";
  }

  /** The array, without an object for a member that is not asked for. */
  private static final class Ranking extends GenericArrayData {
    private static final Object[] NOTHING = {};
    private final NamedNumbers members;
    private final double[] volumes;
    private final int[] places;
    private final double total;

    Ranking(NamedNumbers members) {
      super(NOTHING);
      this.members = members;
      this.volumes = members.numbers();
      this.places = RadixSort.roughlyDescending(volumes);
      insert();
      long[] sums = new long[FixedPoint.LIMBS];
      for (double volume : volumes) {
        FixedPoint.addTo(sums, 0, volume);
      }
      this.total = FixedPoint.sum(sums, 0);
    }

    /** Puts the few in order that are not. */
    private void insert() {
      long moves = 8L * places.length;
      for (int i = 1; i < places.length; i++) {
        int place = places[i];
        int rank = i;
        while (rank > 0 && compare(places[rank - 1], place) > 0) {
          places[rank] = places[rank - 1];
          rank--;
        }
        places[rank] = place;
        moves -= i - rank;
        if (moves < 0) {
          sort();
          return;
        }
      }
    }

    /** For many equal volumes, which only their names order. */
    private void sort() {
      Integer[] sorted = Arrays.stream(places).boxed().toArray(Integer[]::new);
      Arrays.sort(sorted, this::compare);
      Arrays.setAll(places, i -> sorted[i]);
    }

    private int compare(int left, int right) {
      int order = Double.compare(volumes[right], volumes[left]);
      return order == 0 ? members.name(left).compareTo(members.name(right)) : order;
    }

    @Override
    public int numElements() {
      return places.length;
    }

    @Override
    public boolean isNullAt(int index) {
      return false;
    }

    @Override
    public InternalRow getStruct(int index, int fields) {
      return new Member(this, index);
    }

    @Override
    public Object[] array() {
      InternalRow[] rows = new InternalRow[places.length];
      Arrays.setAll(rows, index -> new Member(this, index));
      return rows;
    }
  }

  /** One of the members. */
  private static final class Member extends GenericInternalRow {
    private final Ranking ranking;
    private final int index;

    Member(Ranking ranking, int index) {
      super(Ranking.NOTHING);
      this.ranking = ranking;
      this.index = index;
    }

    @Override
    public int numFields() {
      return MEMBER.length();
    }

    @Override
    public boolean isNullAt(int field) {
      return field == 2 && ranking.total == 0;
    }

    @Override
    public UTF8String getUTF8String(int field) {
      return ranking.members.name(ranking.places[index]);
    }

    @Override
    public double getDouble(int field) {
      double volume = ranking.volumes[ranking.places[index]];
      return field == 1 ? volume : volume / ranking.total;
    }

    @Override
    public int getInt(int field) {
      return index + 1;
    }

    @Override
    public Object genericGet(int field) {
      return switch (field) {
        case 0 -> getUTF8String(field);
        case 3 -> (Object) getInt(field);
        default -> isNullAt(field) ? null : (Object) getDouble(field);
      };
    }
  }
}
