package org.tarnlake.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.delta.kernel.Snapshot;
import io.delta.kernel.types.StructField;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.tarnlake.Lake;
import org.tarnlake.LakeCommit;
import org.tarnlake.Table;
import org.tarnlake.env.Environment;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectStore;

/**
 * Has Delta Kernel read the tables of a lake, or a Delta table of its own, and holds its rows
 * against Tarn's. Safe for many threads.
 *
 * <p>The lake is copied first, and what is committed in it is published in the copy: the judge
 * changes nothing in the lake that it judges. It looks at the newest lake version, the first and
 * one in the middle, dropped tables among them; for each table at its columns, its partition
 * columns, the time of its version, and its rows.
 */
public final class KernelJudge {
  /** Where thousands of lakes are much alike, one of this many is judged. */
  private static final int ONE_OF = Integer.getInteger("tarn.judge.oneOf", 8);

  /** Without them, Kernel tells when the store got a commit, and the store here is a copy. */
  private static final String IN_COMMIT_TIMESTAMPS = "delta.enableInCommitTimestamps";

  private static final AtomicInteger OFFERED = new AtomicInteger();

  private KernelJudge() {}

  /** As {@link #assertAgrees}, for one of so many calls: {@code -Dtarn.judge.oneOf=1} for all. */
  public static void assertNowAndThenAgrees(ObjectStore store) {
    if (OFFERED.getAndIncrement() % ONE_OF == 0) {
      assertAgrees(store);
    }
  }

  /** Fails, saying how, unless Kernel reads in each table what Tarn reads. */
  public static void assertAgrees(ObjectStore store) {
    assertThat(disagreements(store))
        .as("what Delta Kernel reads otherwise than Tarn in %s", store.location())
        .isEmpty();
  }

  /** In which tables and versions Kernel sees something else, or cannot read, and what. */
  public static List<String> disagreements(ObjectStore store) {
    try (MemoryStore copy = copy(store);
        Lake lake = Lake.open(copy, Environment.system())) {
      lake.awaitPublished();
      return disagreements(lake, new KernelReader(copy));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As above, for a lake that Kernel finds in a store of its own. */
  public static List<String> disagreements(Lake lake, KernelReader kernel) {
    List<String> found = new ArrayList<>();
    long newest = lake.latest().version();
    Set<String> seen = new HashSet<>();
    Set<String> present =
        lake.latest().tables().stream().map(Table::id).collect(Collectors.toSet());
    for (long version : versions(lake, newest)) {
      for (Table table : lake.asOf(version).tables()) {
        if (seen.add(table.id() + "@" + table.version())) {
          judge(kernel, table, present.contains(table.id()), found);
        }
      }
    }
    for (Table table : lake.latest().tables()) {
      judgeNewest(kernel, table, found);
    }
    return found;
  }

  /**
   * The newest, one in the middle and an early one; of a Delta table of its own, as old as is left.
   */
  private static Set<Long> versions(Lake lake, long newest) {
    long oldest = Math.min(1, newest);
    if (lake.isStandalone()) {
      List<LakeCommit> history = lake.history(Integer.MAX_VALUE);
      oldest = history.isEmpty() ? newest : history.get(history.size() - 1).version();
    }
    return new TreeSet<>(List.of(newest, Math.max(oldest, newest / 2), oldest));
  }

  static MemoryStore copy(ObjectStore store) throws IOException {
    MemoryStore copy = new MemoryStore();
    for (ObjectInfo object : store.list("", "")) {
      copy.put(object.name(), store.get(object.name()));
    }
    return copy;
  }

  private static void judge(
      KernelReader kernel, Table table, boolean isPresent, List<String> found) {
    String what = "%s, version %d: ".formatted(table.name(), table.version());
    try {
      Snapshot snapshot = kernel.at(table.location(), table.version());
      compare(found, what + "columns", columns(table), columns(snapshot));
      compare(
          found,
          what + "partition columns",
          table.schema().partitionColumns(),
          snapshot.getPartitionColumnNames());
      if (Boolean.parseBoolean(snapshot.getTableProperties().get(IN_COMMIT_TIMESTAMPS))) {
        compare(
            found,
            what + "time",
            table.timestamp().toEpochMilli(),
            kernel.timestampMillis(snapshot));
      }
      String rows =
          RowDifference.of(TarnValues.rows(table.scan()), kernel.rows(snapshot), "Kernel");
      if (!rows.isEmpty()) {
        found.add(what + rows);
      }
    } catch (InvalidDataException e) {
      // The folder of a table that left the lake may be another's, and then Tarn says so.
      if (isPresent || !String.valueOf(e.getMessage()).contains("left the lake")) {
        found.add(what + e);
      }
    } catch (IOException | RuntimeException e) {
      found.add(what + e);
    }
  }

  private static void judgeNewest(KernelReader kernel, Table table, List<String> found) {
    try {
      compare(
          found,
          table.name() + ": newest version",
          table.version(),
          kernel.newest(table.location()).getVersion());
    } catch (RuntimeException e) {
      found.add(table.name() + ": " + e);
    }
  }

  private static List<String> columns(Table table) {
    return table.schema().columns().fields().stream()
        .map(field -> field.name() + (field.nullable() ? "" : " not null"))
        .toList();
  }

  private static List<String> columns(Snapshot snapshot) {
    List<String> columns = new ArrayList<>();
    for (StructField field : snapshot.getSchema().fields()) {
      columns.add(field.getName() + (field.isNullable() ? "" : " not null"));
    }
    return columns;
  }

  private static void compare(List<String> found, String what, Object tarn, Object kernel) {
    if (!tarn.equals(kernel)) {
      found.add("%s: Tarn says %s, Kernel %s".formatted(what, tarn, kernel));
    }
  }
}
