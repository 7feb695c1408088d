package org.tarnlake.crash.process;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.tarnlake.Isolation;
import org.tarnlake.Lake;
import org.tarnlake.Transaction;
import org.tarnlake.error.ConflictException;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Schema;

/**
 * The transactions of crash tests. Each row tells which transaction wrote it and what else that
 * transaction wrote, so that what is missing or doubled is seen in any snapshot, see {@link
 * LedgerAudit}.
 *
 * <p>A writer commits its transactions one after the other, numbered from 1: a number is not given
 * away because of a conflict, so every snapshot holds a writer's numbers without a gap.
 */
public final class Ledger {
  /** Tables that all writers append to. */
  static final int SHARED_TABLES = 4;

  public static final Schema SCHEMA =
      Schema.builder()
          .required("writer", DataType.LONG)
          .required("sequence", DataType.LONG)
          .required("home", DataType.STRING)
          .required("row", DataType.INT)
          .required("written", DataType.STRING)
          .required("read_version", DataType.LONG)
          .build();

  private Ledger() {}

  /** Makes a lake with the shared tables in a folder that is none yet. */
  public static void create(Path folder) {
    try (Lake lake = Lake.create(folder)) {
      lake.transact(
          tx -> {
            for (int i = 0; i < SHARED_TABLES; i++) {
              tx.createTable("shared" + i, SCHEMA);
            }
          });
    }
  }

  /**
   * Commits a random transaction; where others win, tries it again until they do not. Some append
   * to one table, most to several, some read what must not have changed at their commit, and some
   * make or rename the writer's own table too.
   */
  public static void commit(Lake lake, long writer, long sequence, SplittableRandom random) {
    Map<String, Integer> written = new LinkedHashMap<>();
    int tables = 1 + random.nextInt(SHARED_TABLES);
    while (written.size() < tables) {
      int rows = random.nextInt(20) == 0 ? 300 : 1 + random.nextInt(4);
      written.put("shared" + random.nextInt(SHARED_TABLES), rows);
    }
    if (random.nextInt(12) == 0) {
      written.put("own" + writer, 1 + random.nextInt(4));
    }
    boolean reads = random.nextInt(8) == 0;
    Isolation isolation = reads ? Isolation.SERIALIZABLE : Isolation.SNAPSHOT;
    for (boolean committed = false; !committed; ) {
      try {
        lake.transact(
            isolation,
            tx -> {
              if (reads) {
                tx.scan("shared0").where("read_version >= " + (tx.readVersion() - 3)).count();
              }
              write(tx, writer, sequence, written);
            });
        committed = true;
      } catch (ConflictException e) {
        // Nothing was committed, which is part of what is tested: the same rows go again.
      }
    }
  }

  private static void write(
      Transaction tx, long writer, long sequence, Map<String, Integer> written) {
    written.forEach(
        (home, rows) -> {
          String table = home.startsWith("own") ? own(tx, home) : home;
          for (int row = 0; row < rows; row++) {
            tx.append(table, writer, sequence, home, row, written.toString(), tx.readVersion());
          }
        });
  }

  /** Makes the writer's own table or gives it its other name; returns the name it then has. */
  private static String own(Transaction tx, String home) {
    String other = home + "_renamed";
    if (tx.hasTable(home)) {
      tx.renameTable(home, other);
      return other;
    } else if (tx.hasTable(other)) {
      tx.renameTable(other, home);
    } else {
      tx.createTable(home, SCHEMA);
    }
    return home;
  }
}
