package org.tarnlake.crash.copy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.LakeRepair;
import org.tarnlake.Snapshot;
import org.tarnlake.Table;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.StorageException;
import org.tarnlake.error.TarnException;
import org.tarnlake.testing.TableText;

/**
 * Judges a copy of a lake by the lake itself. Either all is well: every table shows exactly the
 * rows of the newest lake version that the copy knows, takes commits and keeps them, and the check
 * finds no damage but in files that the log still has, which a repair mends. Or whoever looks is
 * told so before any commit is acknowledged: the lake at its opening, or a table when it is first
 * read or written. Other rows are never shown, and what was acknowledged is never gone afterwards.
 * One thread at a time.
 */
final class CopyJudge {
  private static final long OWN_WRITER = 1_000_000;
  private static final int OLDER_VERSIONS = 2;

  private final Path copy;
  private final Lake lake;
  private final SplittableRandom random;
  private final List<String> said = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();

  /** What tables showed at the first look, and what was acknowledged since. */
  private final Map<String, List<String>> expected = new TreeMap<>();

  private final Map<String, List<String>> shown = new TreeMap<>();
  private final TreeSet<String> written = new TreeSet<>();
  private long version = -1;

  private CopyJudge(Path copy, Lake lake, SplittableRandom random) {
    this.copy = copy;
    this.lake = lake;
    this.random = random;
  }

  /**
   * Judges a copy, which is written to.
   *
   * @param lake what was copied
   */
  static CopyVerdict judge(Path copy, Lake lake, SplittableRandom random) {
    CopyJudge judge = new CopyJudge(copy, lake, random);
    judge.all();
    return new CopyVerdict(judge.version, judge.said, judge.violations);
  }

  private void all() {
    boolean readsFirst = random.nextBoolean();
    try (Lake opened = Lake.open(copy)) {
      Snapshot snapshot = opened.latest();
      version = snapshot.version();
      lake.asOf(version).tables().forEach(t -> expected.put(t.name(), TableText.of(t)));
      if (readsFirst) {
        read(snapshot);
        older(opened);
      }
      write(opened);
    } catch (TarnException e) {
      says("open or close", e);
    }
    if (version >= 0) {
      readAgain(readsFirst);
    }
    check();
  }

  private void read(Snapshot snapshot) {
    TreeSet<String> names = new TreeSet<>();
    for (Table table : snapshot.tables()) {
      names.add(table.name());
      List<String> rows = rows("first look at " + table.name(), table);
      if (rows != null) {
        shown.put(table.name(), rows);
        compare("first look at " + table.name(), expected.get(table.name()), rows);
      }
    }
    if (!names.equals(expected.keySet())) {
      violations.add("it has the tables %s instead of %s".formatted(names, expected.keySet()));
    }
  }

  private void older(Lake opened) {
    for (int i = 0; i < OLDER_VERSIONS; i++) {
      long then = random.nextLong(version + 1);
      try {
        for (Table table : lake.asOf(then).tables()) {
          String what = "version %d of %s".formatted(then, table.name());
          List<String> rows = rows(what, opened.asOf(then).table(table.name()));
          if (rows != null) {
            compare(what, TableText.of(table), rows);
          }
        }
      } catch (TarnException e) {
        says("version " + then, e);
      }
    }
  }

  /** Rows of a table of the copy; null if it says that they cannot be had. */
  private @Nullable List<String> rows(String what, Table table) {
    try {
      return TableText.of(table);
    } catch (TarnException e) {
      says(what, e);
      return null;
    }
  }

  private void compare(String what, @Nullable List<String> wanted, List<String> rows) {
    if (wanted != null && !rows.equals(wanted)) {
      violations.add("%s: %s".formatted(what, TableText.difference(wanted, rows)));
    }
  }

  /** One transaction in each table, and one over all that took it. */
  private void write(Lake opened) {
    List<String> takers = new ArrayList<>();
    for (String name : expected.keySet()) {
      if (append(opened, List.of(name), 0)) {
        takers.add(name);
      }
    }
    for (int i = 1; i <= 3 && !takers.isEmpty(); i++) {
      append(opened, takers, i);
    }
  }

  private boolean append(Lake opened, List<String> names, int row) {
    try {
      opened.transact(
          tx -> {
            for (String name : names) {
              tx.append(name, OWN_WRITER, (long) row, "copy", row, "{}", 0L);
            }
          });
    } catch (TarnException e) {
      says("a commit to " + names, e);
      return false;
    }
    for (String name : names) {
      written.add(name);
      List<String> rows = new ArrayList<>(expected.getOrDefault(name, List.of()));
      String schema = rows.remove(0);
      rows.add("%d, %d, copy, %d, {}, 0".formatted(OWN_WRITER, row, row));
      rows.sort(null);
      rows.add(0, schema);
      expected.put(name, rows);
    }
    return true;
  }

  /** Somebody else opens the copy: what was shown is still there, and what was acknowledged. */
  private void readAgain(boolean wasRead) {
    try (Lake opened = Lake.open(copy)) {
      for (String name : expected.keySet()) {
        String what = "second look at " + name;
        try {
          compare(what, expected.get(name), TableText.of(opened.latest().table(name)));
        } catch (TarnException e) {
          says(what, e);
          if (wasRead && shown.containsKey(name)) {
            violations.add("%s: %s, though it could be read".formatted(what, e.getMessage()));
          } else if (written.contains(name) && !logDamages(name).isEmpty()) {
            violations.add(
                "%s: %s, though it took a commit, and there is %s"
                    .formatted(what, e.getMessage(), logDamages(name).get(0)));
          }
        }
      }
    } catch (TarnException e) {
      says("second open", e);
      if (!written.isEmpty()) {
        violations.add("it took commits, and then does not open: " + e.getMessage());
      }
    }
  }

  /**
   * What is wrong with a table, but for missing data files: whoever only appends does not meet
   * them, and loses nothing by it.
   */
  private List<Finding> logDamages(String name) {
    String location = lake.asOf(version).table(name).location();
    return Lake.check(copy, CheckDepth.LOGS).stream()
        .filter(Finding::isDamage)
        .filter(f -> (f.object() + " " + f.message()).contains(location + "/"))
        .filter(f -> !f.object().matches(".*/part-[^/]*\\.parquet"))
        .toList();
  }

  private void check() {
    List<Finding> damages =
        Lake.check(copy, CheckDepth.DATA).stream().filter(Finding::isDamage).toList();
    if (damages.isEmpty() && !said.isEmpty()) {
      violations.add("the check calls it sound, but: " + said.get(0));
    } else if (!damages.isEmpty() && said.isEmpty() && !isMended(damages)) {
      violations.add(
          "nobody was told of %d damages, the first of them: %s"
              .formatted(damages.size(), damages.get(0)));
    }
  }

  /** Whether files are damaged that the log has, too, so that all is there after a repair. */
  private boolean isMended(List<Finding> damages) {
    if (!damages.stream()
        .allMatch(each -> each.message().contains("the lake's log still has it"))) {
      return false;
    }
    LakeRepair.run(copy);
    return Lake.check(copy, CheckDepth.DATA).stream().noneMatch(Finding::isDamage);
  }

  private void says(String where, TarnException e) {
    said.add(where + ": " + e.getMessage());
    if (!(e instanceof CorruptionException) && !(e instanceof StorageException)) {
      violations.add("%s: %s says nothing of damage".formatted(where, e));
    }
  }
}
