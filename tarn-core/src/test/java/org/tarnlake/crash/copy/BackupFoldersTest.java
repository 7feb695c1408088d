package org.tarnlake.crash.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tarnlake.crash.copy.BackupDeaths.all;
import static org.tarnlake.crash.copy.BackupDeaths.backup;
import static org.tarnlake.crash.copy.BackupDeaths.copy;
import static org.tarnlake.crash.copy.BackupDeaths.delete;
import static org.tarnlake.crash.copy.BackupDeaths.move;
import static org.tarnlake.crash.copy.BackupDeaths.open;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.tarnlake.Backup;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.Table;
import org.tarnlake.env.Environment;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.StorageException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.Seeds;
import org.tarnlake.testing.SoundLake;

/**
 * Tables come and go in a few folders, in any order, and the lake is backed up now and then into
 * one target: whatever version the lake can read, the target reads the same, and it never shows
 * anything else.
 */
final class BackupFoldersTest {
  private static final List<String> FOLDERS = List.of("a", "b", "a/c");

  @Test
  void whateverComesAndGoesTheBackupShowsIt() {
    Seeds.run(25, random -> new Story(random).run());
  }

  /** One lake, its owner and its backup. */
  private static final class Story {
    private final SplittableRandom random;
    private final MemoryStore store = new MemoryStore();
    private final MemoryStore target = new MemoryStore();

    /** What every version showed as soon as it was there. */
    private final Map<String, List<String>> known = new TreeMap<>();

    private int value;

    Story(SplittableRandom random) {
      this.random = random;
    }

    void run() throws IOException {
      Lake.create(store, Environment.system()).close();
      for (int step = 0; step < 14; step++) {
        int kind = random.nextInt(12);
        if (kind < 10) {
          try (Lake lake = open(store)) {
            change(lake, kind);
            lake.awaitPublished();
            known.putAll(all(store, lake.latest().version()));
          } catch (InvalidDataException | UnsupportedTableException e) {
            // The name is taken, or the folder; there is no table, or it is the lake's still.
            continue;
          }
        } else {
          backedUp();
        }
      }
      backedUp();
      backedUp();
      MemoryStore restored = new MemoryStore();
      assertThat(backup(target, restored).findings()).noneMatch(Finding::isDamage);
      assertShows(restored);
    }

    private void change(Lake lake, int kind) throws IOException {
      List<Table> tables = lake.latest().tables();
      String folder = FOLDERS.get(random.nextInt(FOLDERS.size()));
      String table = tables.isEmpty() ? "none" : tables.get(random.nextInt(tables.size())).name();
      boolean isFree =
          tables.stream()
              .map(each -> each.location() + "/")
              .noneMatch(each -> each.startsWith(folder + "/") || (folder + "/").startsWith(each));
      switch (kind) {
        case 0, 1 -> {
          lake.transact(tx -> tx.createUntypedTable(folder.replace('/', '.'), column()));
          lake.transact(tx -> tx.append(folder.replace('/', '.'), value++));
        }
        case 2, 3 -> lake.transact(tx -> tx.append(table, value++));
        case 4 -> lake.transact(tx -> tx.dropTable(table));
        case 5, 6 -> lake.detach(table);
        case 7 -> lake.attach(folder.replace('/', '.'), folder);
        case 8 -> {
          if (isFree) {
            delete(store, folder + "/");
            if (random.nextBoolean()) {
              move(made(), "t/", store, folder + "/");
              lake.attach(folder.replace('/', '.'), folder);
            }
          }
        }
        default -> {
          if (isFree) {
            append(folder);
          }
        }
      }
    }

    private String column() {
      return "c" + value++;
    }

    /** A table that was given back, in a store of its own. */
    private MemoryStore made() {
      MemoryStore made = new MemoryStore();
      try (Lake lake = Lake.create(made, Environment.system())) {
        lake.transact(tx -> tx.createUntypedTable("t", column()));
        lake.transact(tx -> tx.append("t", value++));
        lake.detach("t");
      }
      return made;
    }

    /** The owner of a table that was given back writes to it. */
    private void append(String folder) {
      MemoryStore own = new MemoryStore();
      move(store, folder + "/", own, "");
      if (own.list("_delta_log/", "").isEmpty()) {
        return;
      }
      try (Lake lake = open(own)) {
        lake.transact(tx -> tx.append(lake.latest().tables().get(0).name(), value++));
      }
      move(own, "", store, folder + "/");
    }

    /** The backup may die half-way, once; what it leaves shows the same. */
    private void backedUp() throws IOException {
      if (random.nextBoolean()) {
        AtomicInteger left = new AtomicInteger(random.nextInt(30));
        try {
          backup(
              store,
              new WatchedStore(
                  target,
                  isWrite -> {
                    if (isWrite && left.decrementAndGet() < 0) {
                      throw new IOException("dead");
                    }
                  }));
        } catch (StorageException e) {
          assertShows(copy(target));
        }
        return;
      }
      Backup backup = backup(store, target);
      assertThat(backup.leftOut()).isEmpty();
      assertThat(backup.findings()).noneMatch(Finding::isDamage);
      assertShows(target);
      if (random.nextInt(4) == 0) {
        SoundLake.assertOneOfManySound(copy(target));
      }
    }

    private void assertShows(MemoryStore copy) {
      if (copy.list("_tarn/lake.json", "").isEmpty()) {
        return;
      }
      long version = open(copy).latest().version();
      Map<String, List<String>> shown = all(copy, version);
      assertThat(known).containsAllEntriesOf(shown);
      assertThat(shown).containsAllEntriesOf(all(store, version));
    }
  }
}
