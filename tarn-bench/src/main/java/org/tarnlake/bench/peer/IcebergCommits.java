package org.tarnlake.bench.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.types.Types;
import org.tarnlake.bench.work.Commits;

/** One row a commit through Iceberg's generic writers, into a new table or the one there is. */
final class IcebergCommits implements Commits {
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
  public void close() {}
}
