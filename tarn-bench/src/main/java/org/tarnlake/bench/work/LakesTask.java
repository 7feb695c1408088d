package org.tarnlake.bench.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.tarnlake.Lake;
import org.tarnlake.bench.Figures;
import org.tarnlake.bench.Task;
import org.tarnlake.env.Environment;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectInfo;

/**
 * Makes big lakes: the commits happen in a store in memory, which syncs nothing, and its objects
 * are then written to a folder as they are. Arguments of a run: the name of the lake, how many log
 * entries it shall have, and how many tables.
 */
public final class LakesTask implements Task {
  private final Path folder;

  public LakesTask(Path folder) {
    this.folder = folder;
  }

  @Override
  public Figures run(List<String> arguments) throws IOException {
    Path name = folder.resolve(arguments.get(0));
    int entries = Integer.parseInt(arguments.get(1));
    int tables = Integer.parseInt(arguments.get(2));
    MemoryStore store = new MemoryStore();
    long start = System.nanoTime();
    try (Lake lake = Lake.create(store, Environment.system())) {
      Schema schema =
          Schema.builder().optional("id", DataType.LONG).optional("name", DataType.STRING).build();
      lake.transact(
          transaction -> {
            for (int table = 0; table < tables; table++) {
              transaction.createTable("t" + table, schema);
            }
          });
      for (long entry = 1; entry < entries; entry++) {
        long id = entry;
        lake.transact(transaction -> transaction.append("t" + id % tables, id, "name " + id));
      }
      lake.awaitPublished();
      double seconds = (System.nanoTime() - start) / 1e9;
      long version = lake.latest().version();
      int objects = write(store, name);
      return Figures.of("version", version, "objects", objects, "seconds", seconds);
    }
  }

  private static int write(MemoryStore store, Path name) throws IOException {
    List<ObjectInfo> objects = store.list("", "");
    for (ObjectInfo object : objects) {
      Path file = name.resolve(object.name());
      Files.createDirectories(file.getParent());
      Files.write(file, store.get(object.name()));
    }
    return objects.size();
  }
}
