package org.tarnlake.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.tarnlake.data.read.BatchSource;
import org.tarnlake.data.read.DataFile;
import org.tarnlake.data.read.DataFiles;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.predicate.BoundPredicate;
import org.tarnlake.predicate.Predicate;
import org.tarnlake.row.Batch;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.FuzzTarget;

/**
 * A Parquet file of any writer: described, read as a whole and read by conditions on its columns. A
 * few bytes may truly stand for billions of equal values, so only the first batches are read.
 */
final class DataFileTarget implements FuzzTarget {
  private static final int BATCHES_MAX = 8;
  private static final int COLUMNS_MAX = 16;

  @Override
  public long allocationBytesMax(int inputBytes) {
    return (256L << 20) + 16_384L * inputBytes;
  }

  @Override
  public void run(byte[] input) throws Exception {
    try (MemoryStore store = new MemoryStore()) {
      store.putIfAbsent("f", input);
      read(new DataFiles(store), input.length);
    } catch (CorruptionException | UnsupportedTableException e) {
      assertThat(e).hasMessageContaining("data file");
    }
  }

  private static void read(DataFiles files, int length) {
    DataFile file = files.open("f", length);
    StructType all = file.type();
    StructType columns = new StructType(all.fields().subList(0, Math.min(all.size(), COLUMNS_MAX)));
    assertThat(columns.text()).isNotEmpty();
    List<BoundPredicate> filters = filters(columns);
    try {
      file.describe();
    } catch (CorruptionException e) {
      assertThat(e).hasMessageContaining("data file f");
    }
    CorruptionException whole = failure(file, columns, null);
    for (BoundPredicate filter : filters) {
      failure(file, columns, filter);
    }
    if (whole != null) {
      throw whole;
    }
  }

  private static CorruptionException failure(
      DataFile file, StructType columns, BoundPredicate filter) {
    try {
      int batches = 0;
      List<Integer> groups = file.rowGroups(columns, filter);
      for (int group : groups.subList(0, Math.min(groups.size(), 4))) {
        try (BatchSource source = file.read(group, columns, filter)) {
          for (Batch batch = source.next();
              batch != null && batches < BATCHES_MAX;
              batch = source.next()) {
            batches++;
            touch(batch, filter);
          }
        }
      }
      return null;
    } catch (CorruptionException e) {
      return e;
    }
  }

  private static void touch(Batch batch, BoundPredicate filter) {
    for (int c = 0; c < batch.type().size(); c++) {
      for (int row = 0; row < Math.min(batch.rowCount(), 50); row++) {
        batch.vector(c).canonicalAt(row);
      }
    }
    if (filter != null) {
      filter.evaluate(batch);
    }
  }

  /** Conditions on the first columns, so that bounds of all kinds are looked at. */
  private static List<BoundPredicate> filters(StructType columns) {
    List<BoundPredicate> filters = new ArrayList<>();
    for (Field field : columns.fields()) {
      for (String test : List.of(" > " + literal(field.type()), " IS NULL")) {
        try {
          String name = '"' + field.name().replace("\"", "\"\"") + '"';
          filters.add(Predicate.parse(name + test).bind(columns));
        } catch (InvalidDataException e) {
          assertThat(e.getMessage()).isNotEmpty();
        }
      }
      if (filters.size() >= 4) {
        break;
      }
    }
    return filters;
  }

  private static String literal(DataType type) {
    if (type == DataType.STRING) {
      return "'m'";
    }
    if (type == DataType.DATE) {
      return "DATE '2024-01-01'";
    }
    if (type == DataType.TIMESTAMP || type == DataType.TIMESTAMP_NTZ) {
      return "TIMESTAMP '2024-01-01 00:00:00'";
    }
    return type == DataType.BOOLEAN ? "TRUE" : type == DataType.BINARY ? "X'40'" : "5";
  }
}
