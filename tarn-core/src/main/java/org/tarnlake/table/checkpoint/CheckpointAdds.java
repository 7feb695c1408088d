package org.tarnlake.table.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.read.BatchSource;
import org.tarnlake.data.read.DataFile;
import org.tarnlake.row.Batch;
import org.tarnlake.row.StructVector;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.state.AddVectors;
import org.tarnlake.table.state.CheckpointColumns;
import org.tarnlake.table.state.ParsedStatistics;

/** All that a checkpoint's file says of the data files of a table. Stateless. */
public final class CheckpointAdds {
  private CheckpointAdds() {}

  /**
   * What is said of one data file.
   *
   * @param add what every reader takes; its statistics are those kept as JSON, if they are
   * @param parsedStatistics the statistics that are kept as columns, as JSON; null if there are
   *     none
   * @param parsedPartition the partition values that are kept as columns, canonical, by name
   */
  public record Told(
      AddFile add,
      @Nullable String parsedStatistics,
      Map<String, @Nullable Object> parsedPartition) {}

  /**
   * Reads one file of a checkpoint.
   *
   * @throws RuntimeException if it is damaged
   */
  public static void read(DataFile file, Consumer<Told> to) {
    StructType type = file.type();
    List<Field> fields = new ArrayList<>(CheckpointColumns.ADD);
    for (String name :
        List.of(
            CheckpointSchema.STATS,
            CheckpointSchema.STATS_PARSED,
            CheckpointSchema.PARTITION_VALUES_PARSED)) {
      Field field = AddVectors.field(type, name);
      if (field != null && field.type() instanceof StructType == name.endsWith("_parsed")) {
        fields.add(field);
      }
    }
    StructType columns =
        new StructType(List.of(Field.optional(CheckpointSchema.ADD, new StructType(fields))));
    for (int group = 0; group < file.rowGroupCount(); group++) {
      try (BatchSource source = file.read(group, columns, null)) {
        for (Batch batch = source.next(); batch != null; batch = source.next()) {
          read((StructVector) batch.vector(0), to);
        }
      }
    }
  }

  private static void read(StructVector adds, Consumer<Told> to) {
    AddVectors vectors = new AddVectors(adds);
    StructVector statistics = child(adds, CheckpointSchema.STATS_PARSED);
    StructVector partition = child(adds, CheckpointSchema.PARTITION_VALUES_PARSED);
    for (int row = 0; row < adds.size(); row++) {
      if (vectors.has(row)) {
        to.accept(
            new Told(
                vectors.at(row),
                statistics == null ? null : ParsedStatistics.json(statistics, row),
                partition == null ? Map.of() : values(partition, row)));
      }
    }
  }

  private static @Nullable StructVector child(StructVector adds, String name) {
    int ordinal = ((StructType) adds.type()).indexOf(name);
    return ordinal < 0 ? null : (StructVector) adds.child(ordinal);
  }

  private static Map<String, @Nullable Object> values(StructVector partition, int row) {
    StructType type = (StructType) partition.type();
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (int c = 0; c < type.size() && !partition.isNull(row); c++) {
      boolean isNull = partition.child(c).isNull(row);
      values.put(type.field(c).name(), isNull ? null : partition.child(c).canonicalAt(row));
    }
    return values;
  }
}
