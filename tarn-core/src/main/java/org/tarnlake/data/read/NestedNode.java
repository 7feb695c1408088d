package org.tarnlake.data.read;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.schema.FileColumn;
import org.tarnlake.data.schema.FileColumn.Kind;
import org.tarnlake.row.ListVector;
import org.tarnlake.row.MapVector;
import org.tarnlake.row.StructVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.ListType;
import org.tarnlake.schema.MapType;
import org.tarnlake.schema.StructType;

/**
 * Puts nested values together from the entries of the scalars inside them. One thread at a time.
 *
 * @param file what the file has; null for a field that it lacks
 * @param wanted the type to make of it
 * @param leaf a scalar in it that is read, whose levels tell where it is null or empty
 * @param children the fields of a struct, the element of a list, or the key and value of a map
 */
record NestedNode(
    @Nullable FileColumn file,
    DataType wanted,
    @Nullable LeafReader leaf,
    List<NestedNode> children) {

  /** A field that the file lacks. */
  static NestedNode missing(DataType wanted) {
    return new NestedNode(null, wanted, null, List.of());
  }

  /**
   * The values of the entries that were read last.
   *
   * @param slots how many there must be
   */
  Vector build(int slots) {
    if (file == null || leaf == null) {
      return Vector.constant(wanted, null, slots);
    }
    boolean[] nulls = new boolean[slots];
    int[] starts = new int[file.kind() == Kind.LIST || file.kind() == Kind.MAP ? slots : 0];
    int[] ends = new int[starts.length];
    int entries = locate(file, leaf, nulls, starts, ends);
    boolean some = false;
    for (boolean isNull : nulls) {
      some |= isNull;
    }
    boolean[] nullsOrNone = some ? nulls : null;
    if (wanted instanceof StructType struct) {
      Vector[] fields = new Vector[children.size()];
      for (int c = 0; c < children.size(); c++) {
        fields[c] = children.get(c).build(slots);
      }
      return new StructVector(struct, fields, slots, nullsOrNone);
    }
    if (wanted instanceof ListType list) {
      return new ListVector(list, children.get(0).build(entries), starts, ends, slots, nullsOrNone);
    }
    if (wanted instanceof MapType map) {
      Vector keys = children.get(0).build(entries);
      if (keys.hasNulls()) {
        throw new IllegalArgumentException("a map has a null key");
      }
      return new MapVector(
          map, keys, children.get(1).build(entries), starts, ends, slots, nullsOrNone);
    }
    return scalars(leaf.dense(), slots, nullsOrNone);
  }

  /**
   * Finds the slots among the entries of the leaf.
   *
   * @return how many entries the lists or maps have together
   */
  private static int locate(
      FileColumn file, LeafReader leaf, boolean[] nulls, int[] starts, int[] ends) {
    int[] repetitions = leaf.repetitions();
    int[] definitions = leaf.definitions();
    boolean repeated = starts.length > 0;
    int slot = -1;
    int entries = 0;
    for (int e = 0; e < leaf.count(); e++) {
      if (repetitions[e] <= file.repetition()) {
        if (definitions[e] < file.slotDefinition()) {
          continue;
        }
        slot++;
        nulls[slot] = definitions[e] < file.definition();
        if (repeated) {
          starts[slot] = entries;
          ends[slot] = entries;
        }
      }
      if (repeated
          && repetitions[e] <= file.repetition() + 1
          && definitions[e] >= file.entryDefinition()) {
        entries++;
        ends[slot] = entries;
      }
    }
    if (slot + 1 != nulls.length) {
      throw new IllegalArgumentException(
          "it has %s values in column '%s' where others have %s"
              .formatted(slot + 1, file.name(), nulls.length));
    }
    return entries;
  }

  private Vector scalars(Vector dense, int slots, boolean @Nullable [] nulls) {
    if (nulls == null) {
      if (dense.size() != slots) {
        throw new IllegalArgumentException(
            "it has %s values for %s places".formatted(dense.size(), slots));
      }
      return dense;
    }
    if (dense.size() == 0) {
      return Vector.constant(wanted, null, slots);
    }
    int[] positions = new int[slots];
    int next = 0;
    for (int i = 0; i < slots; i++) {
      positions[i] = nulls[i] ? 0 : next++;
    }
    return dense.select(positions, slots).withNulls(nulls);
  }
}
