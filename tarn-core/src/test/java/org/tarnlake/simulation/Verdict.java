package org.tarnlake.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tarnlake.Isolation;

/**
 * Compares what clients saw and were told, and what is there in the end, with a replay of what
 * landed in the log. One thread at a time.
 *
 * <p>What it holds against a run:
 *
 * <ol>
 *   <li>A transaction that was told to be committed landed where it was told, once; one that was
 *       told to have failed did not; one of unknown outcome landed once or not at all.
 *   <li>Each transaction saw the lake as of the version that it read, its own changes on top.
 *   <li>No transaction changed a table that was dropped, renamed or altered meanwhile, nor dropped,
 *       restored or reverted one with rows that it had not seen. What a serializable one saw was
 *       still so when it landed.
 *   <li>Who began after another was told that it is committed read it.
 *   <li>In the end there are the tables and the rows of all that landed, and nothing else.
 *   <li>The changes that a reader was told of each version lead from the rows before it to those
 *       after it.
 *   <li>The history checker finds nothing that the transactions' isolation forbids.
 * </ol>
 */
final class Verdict {
  private final World world;
  private final List<Model> models;
  private final List<String> wrong = new ArrayList<>();

  Verdict(World world) {
    this.world = world;
    this.models = new ArrayList<>(world.beginning().models());
  }

  /** What is wrong, given what the lake holds at its newest version; nothing if all is well. */
  List<String> wrong(long newest, Map<String, ModelTable> tables) {
    world.attempts().forEach(each -> each.settle(world.landings().versionOf(each)));
    world.landings().byVersion().forEach(this::land);
    world.attempts().forEach(this::told);
    world.attempts().forEach(this::saw);
    world.feedReaders().forEach(reader -> wrong.addAll(reader.wrong(models)));
    realTime();
    end(newest, tables);
    if (wrong.isEmpty()) {
      anomalies(tables);
    }
    return wrong;
  }

  private void land(long version, List<Attempt> members) {
    if (version != models.size()) {
      wrong.add("version %d landed after %d".formatted(version, models.size() - 1));
      return;
    }
    Model before = models.get(models.size() - 1);
    Model after = before;
    for (Attempt member : members) {
      if (member.readVersion >= version) {
        wrong.add("%s landed as %d".formatted(member, version));
      } else {
        meanwhile(version, member, models.get((int) member.readVersion), before);
      }
      if (member.isolation == Isolation.SERIALIZABLE) {
        for (String step : after.wrongSteps(member.steps)) {
          wrong.add("serializable %s landed as %d: %s".formatted(member, version, step));
        }
      }
      after = after.after(member.changes());
    }
    models.add(after);
  }

  private void meanwhile(long version, Attempt attempt, Model read, Model before) {
    List<Step> changes = attempt.changes();
    List<@Nullable ModelTable> then = read.tablesOf(changes);
    List<@Nullable ModelTable> now = before.tablesOf(changes);
    for (int i = 0; i < changes.size(); i++) {
      Step step = changes.get(i);
      ModelTable seen = then.get(i);
      ModelTable found = now.get(i);
      boolean onExisting =
          !(step instanceof Step.Created
              || step instanceof Step.Cloned
              || step instanceof Step.Reverted
              || step instanceof Step.Numbered);
      boolean takesAll = step instanceof Step.Dropped || step instanceof Step.Restored;
      if (onExisting && (seen == null || found == null || seen.birth() != found.birth())) {
        wrong.add("%s landed as %d: %s changes another table".formatted(attempt, version, step));
      } else if (onExisting
          && !(step instanceof Step.Renamed)
          && seen != null
          && found != null
          && !seen.columns().equals(found.columns())) {
        wrong.add("%s landed as %d: %s follows other columns".formatted(attempt, version, step));
      } else if (takesAll && seen != null && !seen.equals(found)) {
        wrong.add("%s landed as %d: %s loses rows".formatted(attempt, version, step));
      } else if (step instanceof Step.Reverted reverted
          && !reverted.touched().stream()
              .allMatch(
                  birth ->
                      reverted.onlyRenames(birth)
                          ? Objects.equals(read.nameOf(birth), before.nameOf(birth))
                          : read.isSame(birth, before))) {
        wrong.add("%s landed as %d: %s changes what changed".formatted(attempt, version, step));
      }
    }
    for (String step : before.wrongSteps(changes)) {
      wrong.add("%s landed as %d: %s".formatted(attempt, version, step));
    }
  }

  private void told(Attempt attempt) {
    Long landed = world.landings().versionOf(attempt);
    switch (attempt.outcome) {
      case COMMITTED -> {
        boolean there =
            landed != null
                ? landed == attempt.version
                : attempt.version == attempt.readVersion && changesNothing(attempt);
        if (!there) {
          wrong.add("lost: %s".formatted(attempt));
        }
      }
      case ABORTED -> {
        if (landed != null) {
          wrong.add("told to have failed, and landed: %s".formatted(attempt));
        }
      }
      case UNKNOWN -> {}
      case OPEN -> wrong.add("never ended: %s".formatted(attempt));
    }
  }

  private boolean changesNothing(Attempt attempt) {
    if (attempt.readVersion >= models.size()) {
      return false;
    }
    Model read = models.get((int) attempt.readVersion);
    return read.after(attempt.steps).holdsWhat(read);
  }

  private void saw(Attempt attempt) {
    if (attempt.readVersion >= models.size()) {
      wrong.add("it reads a version that never landed: %s".formatted(attempt));
      return;
    }
    for (String step : models.get((int) attempt.readVersion).wrongSteps(attempt.steps)) {
      wrong.add("%s of %s".formatted(step, attempt));
    }
    for (Step step : attempt.steps) {
      if (step instanceof Step.Restored restored) {
        Model then = models.get((int) restored.version());
        ModelTable table = then.tables().get(restored.table());
        if (!then.isSeen(table, restored.then())) {
          wrong.add("%s of %s: it was %s".formatted(step, attempt, table));
        }
      } else if (step instanceof Step.Cloned cloned) {
        ModelTable table = models.get((int) cloned.version()).tables().get(cloned.source());
        List<Row> rows = new ArrayList<>(table == null ? List.of() : table.scan(null));
        rows.removeIf(row -> row.key() == Row.BIRTH);
        if (table == null
            || !table.columns().equals(cloned.columns())
            || !ModelTable.sorted(rows).equals(ModelTable.sorted(cloned.rows()))) {
          wrong.add("%s of %s: it was %s".formatted(step, attempt, table));
        }
      } else if (step instanceof Step.Reverted reverted) {
        requireSeen(attempt, reverted.before(), models.get((int) reverted.version() - 1));
        requireSeen(attempt, reverted.after(), models.get((int) reverted.version()));
      }
    }
  }

  private void requireSeen(Attempt attempt, Model seen, Model there) {
    Set<Long> births = new HashSet<>(seen.births());
    births.addAll(there.births());
    if (!births.stream().allMatch(birth -> seen.isSame(birth, there))) {
      wrong.add("%s saw %s, there was %s".formatted(attempt, seen, there));
    }
  }

  private void realTime() {
    for (Attempt first : world.attempts()) {
      if (first.outcome != Attempt.Outcome.COMMITTED) {
        continue;
      }
      for (Attempt then : world.attempts()) {
        boolean later = then.begunAt > first.endedAt && !then.travelling;
        if (later && !first.travelling && then.readVersion < first.version) {
          wrong.add("%s begun after the end of %s".formatted(then, first));
        }
      }
    }
  }

  private void end(long newest, Map<String, ModelTable> tables) {
    if (newest != models.size() - 1) {
      wrong.add("the newest version is %d of %d".formatted(newest, models.size() - 1));
    }
    Map<String, ModelTable> expected = models.get(models.size() - 1).tables();
    if (!expected.keySet().equals(tables.keySet())) {
      wrong.add("in the end there are the tables %s".formatted(tables.keySet()));
    }
    expected.forEach(
        (name, table) -> {
          ModelTable there = tables.get(name);
          if (there == null || !models.get(models.size() - 1).isSeen(table, there)) {
            wrong.add("table %s holds %s in the end".formatted(name, tables.get(name)));
          }
        });
  }

  /**
   * The births of tables that somebody wanted to restore or revert, where values of lists may go,
   * and to compact, where they may come in another order, and of copies, whose lists have values
   * from the start.
   */
  private Set<Long> strange() {
    Set<Long> births = new HashSet<>();
    for (Attempt attempt : world.attempts()) {
      for (Step step : attempt.steps) {
        if (step instanceof Step.Restored restored) {
          births.add(restored.then().birth());
        } else if (step instanceof Step.Reverted reverted) {
          births.addAll(reverted.touched());
        } else if (step instanceof Step.Compacted compacted) {
          births.addAll(bornAs(compacted.table()));
        } else if (step instanceof Step.Cloned cloned) {
          births.add(cloned.birth());
        }
      }
    }
    return births;
  }

  /** The births of all tables that ever had a name. */
  private Set<Long> bornAs(String name) {
    Set<Long> births = new HashSet<>();
    for (Model model : models) {
      ModelTable table = model.tables().get(name);
      if (table != null) {
        births.add(table.birth());
      }
    }
    return births;
  }

  /** What the history checker, which knows neither versions nor the log, makes of it. */
  private void anomalies(Map<String, ModelTable> tables) {
    Observed observed = new Observed(world.conditions().keys(), strange());
    observed.beginning(models.get(world.conditions().start().entries));
    for (Attempt attempt : world.attempts()) {
      if (!attempt.travelling) {
        Model read = models.get((int) attempt.readVersion);
        observed.attempt(attempt, read.tablesOf(attempt.steps));
      }
    }
    observed.end(models.get(models.size() - 1).tables(), tables, world.event());
    observed.forbidden().forEach(anomaly -> wrong.add(anomaly.toString()));
  }
}
