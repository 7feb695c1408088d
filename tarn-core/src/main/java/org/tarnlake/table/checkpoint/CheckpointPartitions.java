package org.tarnlake.table.checkpoint;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.schema.ColumnMapping;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.StructType;
import org.tarnlake.store.ObjectNames;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.PartitionValues;

/**
 * The partition values of data files: parsed, and the order that they give to a checkpoint's adds.
 * Immutable.
 */
final class CheckpointPartitions {
  private final List<Field> columns;

  CheckpointPartitions(Schema schema, ColumnMapping mapping) {
    columns =
        schema.partitionColumns().stream()
            .map(name -> schema.columns().field(schema.columns().indexOf(name)))
            .map(f -> Field.optional(mapping.physicalName(f), f.type()))
            .toList();
  }

  /** The type of the parsed values, by physical names; null if the table is not partitioned. */
  @Nullable StructType type() {
    return columns.isEmpty() ? null : new StructType(columns);
  }

  /**
   * Files by their partition values, nulls first, and within a partition as they came.
   *
   * @param early those of an earlier checkpoint, in its order: they are streamed past the others,
   *     so that if another program wrote it in an order of its own, theirs stays like that
   * @param others the others, in the order in which they came; sorting them takes the memory of a
   *     number for each
   */
  Iterator<AddFile> sorted(Iterator<AddFile> early, List<AddFile> others) {
    return new Merge(early, columns.isEmpty() ? others.iterator() : sorted(others).iterator());
  }

  /** Takes the lesser of two, and the first where they are equal. One thread at a time. */
  private final class Merge implements Iterator<AddFile> {
    private final Iterator<AddFile> early;
    private final Iterator<AddFile> late;
    private final Map<Map<String, @Nullable String>, @Nullable Object[]> keys = new HashMap<>();
    private @Nullable AddFile nextEarly;
    private @Nullable AddFile nextLate;

    Merge(Iterator<AddFile> early, Iterator<AddFile> late) {
      this.early = early;
      this.late = late;
      this.nextEarly = advance(early);
      this.nextLate = advance(late);
    }

    private static @Nullable AddFile advance(Iterator<AddFile> files) {
      return files.hasNext() ? files.next() : null;
    }

    private @Nullable Object[] key(AddFile file) {
      return keys.computeIfAbsent(file.partitionValues(), values -> parse(file));
    }

    @Override
    public boolean hasNext() {
      return nextEarly != null || nextLate != null;
    }

    @Override
    public AddFile next() {
      AddFile first = nextEarly;
      AddFile second = nextLate;
      if (first != null && (second == null || compare(key(first), key(second)) <= 0)) {
        nextEarly = advance(early);
        return first;
      }
      if (second == null) {
        throw new NoSuchElementException();
      }
      nextLate = advance(late);
      return second;
    }
  }

  private List<AddFile> sorted(List<AddFile> files) {
    Map<Map<String, @Nullable String>, Integer> partitions = new HashMap<>();
    List<@Nullable Object[]> keys = new ArrayList<>();
    int[] partitionOf = new int[files.size()];
    for (int i = 0; i < partitionOf.length; i++) {
      AddFile file = files.get(i);
      Integer known = partitions.get(file.partitionValues());
      if (known == null) {
        known = keys.size();
        partitions.put(file.partitionValues(), known);
        keys.add(parse(file));
      }
      partitionOf[i] = known;
    }
    int[] rankOf = ranks(keys);
    int[] starts = new int[keys.size() + 1];
    for (int partition : partitionOf) {
      starts[rankOf[partition] + 1]++;
    }
    for (int r = 1; r < starts.length; r++) {
      starts[r] += starts[r - 1];
    }
    int[] order = new int[partitionOf.length];
    for (int i = 0; i < order.length; i++) {
      order[starts[rankOf[partitionOf[i]]]++] = i;
    }
    return new AbstractList<>() {
      @Override
      public AddFile get(int index) {
        return files.get(order[index]);
      }

      @Override
      public int size() {
        return order.length;
      }
    };
  }

  /** The place of each key among all; the same for keys that are spelt differently and equal. */
  private static int[] ranks(List<@Nullable Object[]> keys) {
    List<Integer> order = new ArrayList<>();
    for (int k = 0; k < keys.size(); k++) {
      order.add(k);
    }
    order.sort((a, b) -> compare(keys.get(a), keys.get(b)));
    int[] ranks = new int[keys.size()];
    for (int i = 1; i < ranks.length; i++) {
      boolean same = compare(keys.get(order.get(i - 1)), keys.get(order.get(i))) == 0;
      ranks[order.get(i)] = ranks[order.get(i - 1)] + (same ? 0 : 1);
    }
    return ranks;
  }

  private static int compare(@Nullable Object[] a, @Nullable Object[] b) {
    for (int c = 0; c < a.length; c++) {
      int order = compare(a[c], b[c]);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // canonical values of one type compare
  private static int compare(@Nullable Object a, @Nullable Object b) {
    if (a == null || b == null) {
      return (a == null ? 0 : 1) - (b == null ? 0 : 1);
    }
    if (a instanceof String left && b instanceof String right) {
      return ObjectNames.ORDER.compare(left, right);
    }
    return a instanceof Comparable left && b instanceof Comparable right
        ? left.compareTo(right)
        : 0;
  }

  /**
   * The parsed values of a file, canonical.
   *
   * @throws CorruptionException if one is no value of its column
   */
  @Nullable Object[] parse(AddFile add) {
    @Nullable Object[] values = new @Nullable Object[columns.size()];
    for (int c = 0; c < values.length; c++) {
      Field column = columns.get(c);
      try {
        values[c] = PartitionValues.parse(column.type(), add.partitionValues().get(column.name()));
      } catch (InvalidDataException e) {
        throw new CorruptionException(
            "data file %s: its value of partition column '%s': %s; run 'tarn check'"
                .formatted(add.path(), column.name(), e.getMessage()),
            e);
      }
    }
    return values;
  }
}
