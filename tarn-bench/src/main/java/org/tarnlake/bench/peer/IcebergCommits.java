package org.tarnlake.bench.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types;
import org.tarnlake.bench.work.ListedCommits;

/** One row a commit through Iceberg's generic writers, into a new table or the one there is. */
final class IcebergCommits implements ListedCommits {
  static final Schema SCHEMA =
      new Schema(
          Types.NestedField.optional(1, "id", Types.LongType.get()),
          Types.NestedField.optional(2, "name", Types.StringType.get()));

  private final IcebergTable table;

  IcebergCommits(Path folder) {
    table =
        Files.exists(folder.resolve("metadata"))
            ? IcebergTable.load(folder)
            : IcebergTable.create(folder, SCHEMA);
  }

  @Override
  public void commit(long id, String name) throws IOException {
    GenericRecord row = GenericRecord.create(SCHEMA);
    row.set(0, id);
    row.set(1, name);
    table.append(out -> out.write(row));
  }

  @Override
  public List<Long> ids() throws IOException {
    List<Long> ids = new ArrayList<>();
    try (CloseableIterable<Record> rows =
        IcebergGenerics.read(table.table()).select("id").build()) {
      rows.forEach(row -> ids.add((Long) row.get(0)));
    }
    return ids;
  }

  @Override
  public void close() {}
}
