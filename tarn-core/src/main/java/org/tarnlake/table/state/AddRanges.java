package org.tarnlake.table.state;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.predicate.BoundPredicate;
import org.tarnlake.predicate.Range;
import org.tarnlake.predicate.Selection;
import org.tarnlake.predicate.StatisticsLookup;
import org.tarnlake.row.Batch;
import org.tarnlake.row.BytesVector;
import org.tarnlake.row.StructVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;
import org.tarnlake.table.action.PartitionValues;
import org.tarnlake.table.statistics.StatisticsJson;

/**
 * What the columns of a checkpoint tell of each add in a batch, about the columns of a predicate.
 * One thread at a time.
 */
final class AddRanges implements StatisticsLookup {
  private final FilterColumns columns;
  private final StructVector adds;
  private final Map<List<String>, Known> known = new HashMap<>();
  private int row;

  /** The vectors that tell of one column; null where there is none. */
  private record Known(
      FilterColumns.@Nullable Place place,
      @Nullable Vector value,
      @Nullable Vector min,
      @Nullable Vector max,
      @Nullable Vector nulls,
      @Nullable Vector rows) {}

  AddRanges(FilterColumns columns, StructVector adds) {
    this.columns = columns;
    this.adds = adds;
  }

  /** False only if the file added in a row has no row that passes. */
  boolean mayMatch(int addRow, BoundPredicate predicate) {
    row = addRow;
    return predicate.mayMatch(this);
  }

  /**
   * The rows whose files may have rows that pass, where parsed partition values tell everything;
   * null if they must be looked at one by one.
   */
  @Nullable BitSet passing(BoundPredicate predicate) {
    if (!(find(adds, FilterColumns.PARTITION_PARSED) instanceof StructVector values)) {
      return null;
    }
    List<Field> fields = new ArrayList<>();
    List<Vector> vectors = new ArrayList<>();
    for (String name : predicate.columns()) {
      FilterColumns.Place place = columns.place(List.of(name));
      Vector vector = place == null ? null : find(values, place.names().get(0));
      if (vector == null || mayMeanNull(vector)) {
        return null;
      }
      fields.add(Field.optional(name, vector.type()));
      vectors.add(vector);
    }
    Selection rows;
    try {
      rows = predicate.evaluate(new Batch(new StructType(fields), vectors, adds.size()));
    } catch (InvalidDataException e) {
      return null; // A division by zero, say: an error only if a file with such a value has rows.
    }
    BitSet passing = new BitSet(adds.size());
    for (int i = 0; i < rows.count(); i++) {
      passing.set(rows.rows()[i]);
    }
    return passing;
  }

  /** Whether it has a text that means null in a partition column. */
  private static boolean mayMeanNull(Vector vector) {
    if (!(vector instanceof BytesVector texts)) {
      return false;
    }
    BytesVector distinct = texts.dictionary() == null ? texts : texts.dictionary();
    for (int i = 0; i < distinct.size(); i++) {
      if (!distinct.isNull(i) && PartitionValues.isNull(distinct, i)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public @Nullable Range range(List<String> path) {
    Known here = known.computeIfAbsent(path, this::find);
    FilterColumns.Place place = here.place;
    if (place == null) {
      return null;
    }
    return switch (place.kind()) {
      case PARSED -> here.value == null ? null : parsed(place.type(), here.value.canonicalAt(row));
      case TEXT -> text(place, here.value);
      case STATISTICS ->
          FilterColumns.statistics(
              place.field(),
              here.min == null ? null : here.min.canonicalAt(row),
              here.max == null ? null : here.max.canonicalAt(row),
              count(here.nulls),
              count(here.rows));
    };
  }

  private long count(@Nullable Vector counts) {
    return counts == null ? Range.UNKNOWN : ActionVectors.number(counts, row, Range.UNKNOWN);
  }

  private static Range parsed(DataType type, @Nullable Object value) {
    return Range.exactly(
        type == DataType.STRING && value != null
            ? PartitionValues.parse(type, (String) value)
            : value);
  }

  private @Nullable Range text(FilterColumns.Place place, @Nullable Vector values) {
    if (values == null) {
      return null;
    }
    try {
      String text = ActionVectors.strings(values, row).get(place.names().get(0));
      return Range.exactly(PartitionValues.parse(place.type(), text));
    } catch (InvalidDataException e) {
      return null;
    }
  }

  private Known find(List<String> path) {
    FilterColumns.Place place = columns.place(path);
    if (place == null) {
      return new Known(null, null, null, null, null, null);
    }
    List<String> names = place.names();
    return switch (place.kind()) {
      case PARSED ->
          new Known(
              place,
              find(find(adds, FilterColumns.PARTITION_PARSED), names.get(0)),
              null,
              null,
              null,
              null);
      case TEXT ->
          new Known(place, find(adds, FilterColumns.PARTITION_TEXT), null, null, null, null);
      case STATISTICS -> {
        Vector stats = find(adds, FilterColumns.STATS);
        yield new Known(
            place,
            null,
            bound(find(stats, StatisticsJson.MIN_VALUES), place),
            bound(find(stats, StatisticsJson.MAX_VALUES), place),
            counts(inner(find(stats, StatisticsJson.NULL_COUNT), names)),
            counts(find(stats, StatisticsJson.NUM_RECORDS)));
      }
    };
  }

  /** A bound of another type than the column's own tells nothing. */
  private static @Nullable Vector bound(@Nullable Vector bounds, FilterColumns.Place place) {
    Vector found = inner(bounds, place.names());
    return found != null && found.type().equals(place.type()) ? found : null;
  }

  private static @Nullable Vector counts(@Nullable Vector found) {
    return found != null && found.type() == DataType.LONG ? found : null;
  }

  private static @Nullable Vector inner(@Nullable Vector struct, List<String> names) {
    Vector found = struct;
    for (String name : names) {
      found = find(found, name);
    }
    return found;
  }

  private static @Nullable Vector find(@Nullable Vector struct, String name) {
    if (!(struct instanceof StructVector fields)) {
      return null;
    }
    int ordinal = ((StructType) fields.type()).indexOf(name);
    return ordinal < 0 ? null : fields.child(ordinal);
  }
}
