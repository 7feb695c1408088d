package org.tarnlake.crash.damage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.Snapshot;
import org.tarnlake.Table;
import org.tarnlake.env.Environment;
import org.tarnlake.error.TarnException;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.TableText;

/**
 * Looks at a damaged lake in every way and says what breaks the promise: whoever looks sees what
 * was committed or an error, and the check names the damage. One thread at a time.
 */
final class DamageJudge {
  private static final List<Object> USER = List.of(1000L, "new", 2.5);

  /** What every version shows, table by table; {@code 5:users} is users in version 5. */
  private final Map<String, List<String>> expected = new TreeMap<>();

  private final MemoryStore lake;
  private final long newest;

  /**
   * What was seen of one damage.
   *
   * @param effect what a reader met: {@code none}, or an error
   * @param named what the check said of it: {@code damage}, {@code note} or {@code nothing}
   * @param violations what breaks the promise
   */
  record Verdict(String effect, String named, List<String> violations) {
    Verdict {
      violations = List.copyOf(violations);
    }
  }

  DamageJudge(MemoryStore lake) throws IOException {
    this.lake = lake;
    try (Lake opened = open(WholeLake.copy(lake))) {
      this.newest = opened.latest().version();
      for (long version = 0; version <= newest; version++) {
        for (Table table : opened.asOf(version).tables()) {
          expected.put(version + ":" + table.name(), TableText.of(table));
        }
      }
    }
  }

  Verdict judge(DamageCase damage) throws IOException {
    List<String> violations = new ArrayList<>();
    List<String> errors = new ArrayList<>();
    read(damage, violations, errors);
    append(damage, violations, errors);
    MemoryStore damaged = damaged(damage);
    List<Finding> findings = check(damaged, violations);
    String named = named(findings, damage);
    if (!errors.isEmpty() && !named.equals("damage")) {
      violations.add(
          "a reader meets '%s', but the check says %s of it"
              .formatted(errors.get(0), named.equals("note") ? "in a note only" : "nothing"));
    } else if (named.equals("nothing") && !mayBePassedOver(damage)) {
      violations.add("the check says nothing of it");
    }
    return new Verdict(errors.isEmpty() ? "none" : "error", named, violations);
  }

  /**
   * Hints may say anything, and what is optional may be absent. Of what another writer committed
   * before the table was attached nothing in the lake tells how it was.
   */
  private static boolean mayBePassedOver(DamageCase damage) {
    boolean isOptional = damage.kind().matches("\\.crc|(table|lake) checkpoint");
    return damage.kind().equals("hint")
        || damage.kind().equals("foreign commit")
        || (isOptional && damage.bytes() == null);
  }

  private MemoryStore damaged(DamageCase damage) throws IOException {
    MemoryStore damaged = WholeLake.copy(lake);
    damage.applyTo(damaged);
    return damaged;
  }

  private static Lake open(MemoryStore store) {
    return Lake.open(store, Environment.system());
  }

  private static List<Finding> check(MemoryStore store, List<String> violations) {
    try {
      return Finding.of(store, CheckDepth.DATA);
    } catch (RuntimeException | Error e) {
      violations.add("the check ends with " + e);
      return List.of();
    }
  }

  private static String named(List<Finding> findings, DamageCase damage) {
    List<Finding> its = findings.stream().filter(f -> isNamed(f, damage.object())).toList();
    return its.isEmpty() ? "nothing" : its.stream().anyMatch(Finding::isDamage) ? "damage" : "note";
  }

  /**
   * What another writer committed is known by what it leads to, such as a file that is not there.
   */
  private static boolean isForeign(Finding finding, DamageCase damage) {
    return damage.kind().equals("foreign commit") && finding.object().startsWith("others/");
  }

  /** Whether a finding names an object, or the folder that it is in. */
  private static boolean isNamed(Finding finding, String object) {
    return (finding.object() + " " + finding.message()).contains(object)
        || (finding.object().endsWith("/") && object.startsWith(finding.object()));
  }

  /** Every table as of every version, each by somebody who never saw the lake before. */
  private void read(DamageCase damage, List<String> violations, List<String> errors)
      throws IOException {
    for (long version = newest; version >= 0; version--) {
      MemoryStore damaged = damaged(damage);
      try (Lake opened = open(damaged)) {
        Snapshot snapshot = version == newest ? opened.latest() : opened.asOf(version);
        Map<String, List<String>> shown = new TreeMap<>();
        for (Table table : snapshot.tables()) {
          String name = version + ":" + table.name();
          List<String> rows = rows(name, table, violations, errors);
          shown.put(name, rows == null ? List.of() : rows);
        }
        compare(version, shown, violations);
      } catch (TarnException e) {
        errors.add("version " + version + ": " + e.getMessage());
      } catch (RuntimeException | Error e) {
        violations.add("version " + version + ": internal error " + e);
      }
    }
  }

  private static @Nullable List<String> rows(
      String name, Table table, List<String> violations, List<String> errors) {
    try {
      long count = table.rowCount();
      List<String> rows = TableText.of(table);
      if (count >= 0 && count != rows.size() - 1) {
        violations.add("%s: rowCount says %d of %d".formatted(name, count, rows.size() - 1));
      }
      return rows;
    } catch (TarnException e) {
      errors.add(name + ": " + e.getMessage());
      return null;
    } catch (RuntimeException | Error e) {
      violations.add(name + ": internal error " + e);
      return null;
    }
  }

  private void compare(long version, Map<String, List<String>> shown, List<String> violations) {
    expected.forEach(
        (name, rows) -> {
          if (name.startsWith(version + ":")) {
            List<String> seen = shown.get(name);
            if (seen == null) {
              violations.add(name + " is gone without an error");
            } else if (!seen.isEmpty() && !seen.equals(rows)) {
              violations.add(name + ": " + TableText.difference(rows, seen));
            }
          }
        });
    shown.keySet().stream()
        .filter(name -> !expected.containsKey(name))
        .forEach(name -> violations.add(name + " was never committed"));
  }

  /** Appends without a look, closes, and looks then. */
  private void append(DamageCase damage, List<String> violations, List<String> errors)
      throws IOException {
    MemoryStore damaged = damaged(damage);
    Map<String, List<String>> after = new TreeMap<>();
    try (Lake opened = open(damaged)) {
      for (String table : List.of("users", "others")) {
        List<String> rows = new ArrayList<>(expected.get(newest + ":" + table));
        try {
          if (table.equals("users")) {
            opened.transact(tx -> tx.append(table, USER.toArray()));
          } else {
            opened.transact(tx -> tx.append(table, USER.get(0)));
          }
          rows.add(
              table.equals("users") ? "%s, %s, %s".formatted(USER.toArray()) : "" + USER.get(0));
          String schema = rows.remove(0);
          rows.sort(null);
          rows.add(0, schema);
        } catch (TarnException e) {
          errors.add("append to " + table + ": " + e.getMessage());
        }
        after.put(table, rows);
      }
    } catch (TarnException e) {
      errors.add("open or close of a writer: " + e.getMessage());
    } catch (RuntimeException | Error e) {
      violations.add("append: internal error " + e);
    }
    boolean wasRight = errors.isEmpty();
    List<Finding> before = check(damaged(damage), violations);
    try (Lake opened = open(damaged)) {
      after.forEach(
          (table, rows) -> {
            List<String> seen =
                rows("after an append, " + table, opened.latest().table(table), violations, errors);
            if (seen != null && !seen.equals(rows)) {
              violations.add(
                  "after an append, %s: %s".formatted(table, TableText.difference(rows, seen)));
            }
          });
    } catch (TarnException e) {
      errors.add("open after an append: " + e.getMessage());
    }
    if (wasRight && !errors.isEmpty()) {
      violations.add("only after an append somebody is told: " + errors.get(0));
    }
    if (wasRight) {
      check(damaged, violations).stream()
          .filter(Finding::isDamage)
          .filter(f -> before.stream().noneMatch(b -> b.object().equals(f.object())))
          .forEach(f -> violations.add("after an append there is more damage: " + f));
    }
  }
}
