package org.tarnlake.data.write;

import java.util.List;
import org.tarnlake.data.schema.FileColumn;
import org.tarnlake.row.ListVector;
import org.tarnlake.row.MapVector;
import org.tarnlake.row.StructVector;
import org.tarnlake.row.Vector;

/**
 * Takes nested values apart into the entries of one scalar inside them: for each its levels and,
 * where it is not null, its value. One thread at a time.
 *
 * <p>It goes down the path from the column to the scalar. An entry is live while everything above
 * it is there; it dies where a value is null or a list is empty, and then keeps the level it got
 * to.
 */
final class Shredder {
  private static final int DEAD = -1;

  private final List<FileColumn> path;
  private int[] positions = new int[0];
  private int[] definitions = new int[0];
  private int[] repetitions = new int[0];
  private int count;

  /**
   * @param path from a top-level column to a scalar in it
   */
  Shredder(List<FileColumn> path) {
    this.path = path;
  }

  /** The number of entries of the rows shredded last. */
  int count() {
    return count;
  }

  int[] definitions() {
    return definitions;
  }

  int[] repetitions() {
    return repetitions;
  }

  /** Shreds rows of the top-level column; returns the values that are not null. */
  Vector shred(Vector column, int from, int rows) {
    positions = new int[rows];
    definitions = new int[rows];
    repetitions = new int[rows];
    count = rows;
    for (int i = 0; i < rows; i++) {
      positions[i] = from + i;
    }
    Vector vector = column;
    for (int depth = 0; depth < path.size(); depth++) {
      FileColumn node = path.get(depth);
      enter(node, vector);
      if (node.kind() == FileColumn.Kind.SCALAR) {
        break;
      }
      int child = node.children().indexOf(path.get(depth + 1));
      if (vector instanceof StructVector struct) {
        vector = struct.child(child);
      } else if (vector instanceof ListVector lists) {
        expand(node, lists);
        vector = lists.elements();
      } else {
        MapVector maps = (MapVector) vector;
        expand(node, maps);
        vector = child == 0 ? maps.keys() : maps.values();
      }
    }
    return vector.select(positions, compactPositions());
  }

  /** Kills the entries that are null here. */
  private void enter(FileColumn node, Vector vector) {
    for (int i = 0; i < count; i++) {
      int position = positions[i];
      if (position == DEAD) {
        continue;
      }
      if (!vector.isNull(position)) {
        definitions[i] = node.definition();
      } else if (node.optional()) {
        positions[i] = DEAD;
        definitions[i] = node.definition() - 1;
      } else {
        throw ColumnChunkWriter.nullIn(node);
      }
    }
  }

  /** Replaces each live entry of a list or map by one for each of its elements. */
  private void expand(FileColumn node, Vector vector) {
    int[] starts = new int[count];
    int[] ends = new int[count];
    long total = 0;
    for (int i = 0; i < count; i++) {
      int position = positions[i];
      if (position != DEAD) {
        starts[i] = startAt(vector, position);
        ends[i] = endAt(vector, position);
      }
      total += Math.max(1, ends[i] - starts[i]);
    }
    int size = Math.toIntExact(total);
    int[] newPositions = new int[size];
    int[] newDefinitions = new int[size];
    int[] newRepetitions = new int[size];
    int at = 0;
    for (int i = 0; i < count; i++) {
      newRepetitions[at] = repetitions[i];
      if (starts[i] == ends[i]) {
        newPositions[at] = DEAD;
        newDefinitions[at++] = definitions[i];
        continue;
      }
      for (int k = starts[i]; k < ends[i]; k++) {
        if (k > starts[i]) {
          newRepetitions[at] = node.repetition() + 1;
        }
        newPositions[at] = k;
        newDefinitions[at++] = node.entryDefinition();
      }
    }
    positions = newPositions;
    definitions = newDefinitions;
    repetitions = newRepetitions;
    count = size;
  }

  private static int startAt(Vector vector, int i) {
    return vector instanceof ListVector lists ? lists.startAt(i) : ((MapVector) vector).startAt(i);
  }

  private static int endAt(Vector vector, int i) {
    return vector instanceof ListVector lists ? lists.endAt(i) : ((MapVector) vector).endAt(i);
  }

  private int compactPositions() {
    int live = 0;
    for (int i = 0; i < count; i++) {
      if (positions[i] != DEAD) {
        positions[live++] = positions[i];
      }
    }
    return live;
  }
}
