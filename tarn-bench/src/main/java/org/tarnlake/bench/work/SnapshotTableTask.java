package org.tarnlake.bench.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.tarnlake.bench.Figures;
import org.tarnlake.bench.Task;
import org.tarnlake.env.Environment;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.local.LocalStore;
import org.tarnlake.table.action.Action;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.CommitInfo;
import org.tarnlake.table.action.CommitLines;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.table.action.Metadata;
import org.tarnlake.table.action.Protocol;
import org.tarnlake.table.checkpoint.CheckpointHint;
import org.tarnlake.table.checkpoint.CheckpointWriter;
import org.tarnlake.table.state.TableState;

/**
 * Makes the log of a big Delta table: a checkpoint written by Tarn, and one commit after it. There
 * are no data files. Arguments of a run: how many partitions, and how many files in each.
 */
public final class SnapshotTableTask implements Task {
  private static final int DAY_MILLIS = 86_400_000;
  private final Path folder;

  public SnapshotTableTask(Path folder) {
    this.folder = folder;
  }

  @Override
  public Figures run(List<String> arguments) throws IOException {
    int partitions = Integer.parseInt(arguments.get(0));
    int files = Integer.parseInt(arguments.get(1)) * partitions;
    Schema schema =
        Schema.builder()
            .optional("bucket", DataType.INT)
            .optional("id", DataType.LONG)
            .optional("name", DataType.STRING)
            .optional("at", DataType.TIMESTAMP)
            .build()
            .partitionBy("bucket");
    Random random = new Random(1);
    List<Action> actions = new ArrayList<>();
    actions.add(new Protocol(1, 2, null, null));
    actions.add(new Metadata(new UUID(1, 2).toString(), "big", schema, Map.of(), 0L));
    for (int file = 0; file < files; file++) {
      actions.add(add(random, file, partitions));
    }
    TableState state = TableState.empty().apply(actions, "the first commit");
    Files.createDirectories(folder);
    try (LocalStore store = LocalStore.open(folder)) {
      Clock clock = new Clock();
      CheckpointHint hint = new CheckpointWriter(store, Environment.system()).write("", state);
      if (hint == null) {
        throw new IOException("there is a checkpoint in " + folder);
      }
      Figures figures =
          Figures.of(
              "files",
              hint.addCount(),
              "wall_ms",
              clock.wallMillis(),
              "cpu_ms",
              clock.cpuMillis(),
              "bytes",
              hint.sizeBytes());
      CommitInfo info = new CommitInfo(1, "WRITE", Map.of(), true, Map.of(), null, Map.of());
      // Kernel wants the commit of the checkpoint's version to be there, and does not read it.
      store.putIfAbsent(DeltaNames.commit("", 0), CommitLines.of(List.of(info)).bytes());
      List<Action> next = List.of(info, add(random, files, partitions));
      store.putIfAbsent(DeltaNames.commit("", 1), CommitLines.of(next).bytes());
      return figures;
    }
  }

  /** Files come to the partitions in turn, each with the next ids and minutes. */
  private static AddFile add(Random random, int file, int partitions) {
    String path = DeltaNames.newDataFile(new UUID(random.nextLong(), random.nextLong()));
    long first = file * 10_000L;
    long time = 1_700_000_000_000L + file * 1_000L;
    String statistics =
        String.format(
            Locale.ROOT,
            "{\"numRecords\":10000,\"minValues\":{\"id\":%s,\"name\":\"name %06d\",\"at\":\"%s\"},"
                + "\"maxValues\":{\"id\":%s,\"name\":\"name %06d\",\"at\":\"%s\"},"
                + "\"nullCount\":{\"id\":0,\"name\":%s,\"at\":0},\"tightBounds\":true}",
            first,
            random.nextInt(1_000),
            Instant.ofEpochMilli(time),
            first + 9_999,
            999_000 + random.nextInt(1_000),
            Instant.ofEpochMilli(time + DAY_MILLIS),
            random.nextInt(100));
    return new AddFile(
        path,
        Map.of("bucket", String.valueOf(file % partitions)),
        1_000_000 + random.nextInt(100_000),
        time,
        true,
        statistics);
  }
}
