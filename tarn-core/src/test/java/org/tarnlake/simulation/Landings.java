package org.tarnlake.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.read.BatchSource;
import org.tarnlake.data.read.DataFile;
import org.tarnlake.data.read.DataFiles;
import org.tarnlake.lake.CatalogChange;
import org.tarnlake.lake.LakeNames;
import org.tarnlake.lake.LogEntry;
import org.tarnlake.row.Batch;
import org.tarnlake.row.BatchRow;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;

/**
 * Which transactions landed in the log, and where. Guarded by the baton.
 *
 * <p>Where threads of one process share entries, whose transactions an entry holds is told by the
 * rows in its data files, and by what it drops or renames where it has none.
 */
final class Landings {
  private final StoreRules rules;
  private final DataFiles dataFiles;
  private final boolean shared;
  private final Consumer<String> violated;
  private final TreeMap<Long, List<Attempt>> byVersion = new TreeMap<>();
  private final Map<Attempt, Long> versions = new HashMap<>();
  private final List<Attempt> attempts;

  /** Which transactions an entry without rows may hold: they drop and rename the same tables. */
  private final TreeMap<Long, List<Attempt>> guessed = new TreeMap<>();

  private final Map<Long, Attempt> byValue = new HashMap<>();
  private long last;

  /**
   * Nothing has landed yet.
   *
   * @param attempts all transactions so far
   * @param rules that know what an entry holds
   * @param last the newest version at first
   * @param shared whether an entry may hold several transactions
   */
  Landings(
      List<Attempt> attempts,
      StoreRules rules,
      DataFiles dataFiles,
      long last,
      boolean shared,
      Consumer<String> violated) {
    this.attempts = attempts;
    this.rules = rules;
    this.dataFiles = dataFiles;
    this.last = last;
    this.shared = shared;
    this.violated = violated;
  }

  /** A transaction appends a value, which no other one does. */
  void wrote(long value, Attempt attempt) {
    byValue.put(value, attempt);
  }

  /**
   * An object has appeared.
   *
   * @param attempt what the thread that put it was committing
   */
  void landed(String name, @Nullable Attempt attempt) {
    long version = LakeNames.entryVersion(name);
    if (version <= 0) {
      return;
    }
    last = version;
    if (attempt == null) {
      violated.accept("entry %d is of no commit".formatted(version));
      return;
    }
    List<Attempt> members = shared ? members(attempt) : List.of(attempt);
    for (Attempt member : members) {
      Long before = versions.put(member, version);
      if (before != null || member.committingAt == 0) {
        violated.accept(
            "%s is committed as %d, before that as %s".formatted(member, version, before));
      }
    }
    byVersion.put(version, members);
  }

  /** The transactions in the newest entry, in the order in which they wanted to commit. */
  private List<Attempt> members(Attempt leader) {
    Set<Attempt> members = new LinkedHashSet<>();
    for (StoreRules.AddedFile file : rules.newestFiles()) {
      for (long value : values(dataFiles.open(file.object(), file.sizeBytes()))) {
        Attempt attempt = byValue.get(value);
        if (attempt == null) {
          violated.accept("%d is in %s, and nobody appended it".formatted(value, file.object()));
        } else {
          members.add(attempt);
        }
      }
    }
    LogEntry entry = rules.newestEntry();
    if (members.isEmpty()) {
      List<Attempt> candidates =
          attempts.stream()
              .filter(attempt -> attempt.client == leader.client && changesNames(attempt, entry))
              .sorted(Comparator.comparingInt(attempt -> likelihood(attempt, leader)))
              .toList();
      guessed.put(entry.lakeVersion(), candidates);
      candidates.stream().findFirst().ifPresent(members::add);
    }
    if (members.size() != entry.transactions()) {
      violated.accept(
          "an entry of %d transactions holds %s".formatted(entry.transactions(), members));
    }
    return members.stream().sorted(Comparator.comparingInt(each -> each.committingAt)).toList();
  }

  /** Rows speak against it, unless they went with their table; being the leader for it. */
  private int likelihood(Attempt attempt, Attempt leader) {
    int rows = byValue.containsValue(attempt) ? 4 : 0;
    return attempt == leader
        ? rows
        : switch (attempt.outcome) {
          case OPEN -> rows + 1;
          case UNKNOWN -> rows + 2;
          case COMMITTED, ABORTED -> rows + 3;
        };
  }

  /**
   * A transaction was told to be committed: where it stands, or null. Of those that an entry
   * without rows may hold, the one that was told so is the one.
   */
  @Nullable Long told(Attempt attempt) {
    Long known = versions.get(attempt);
    if (known != null) {
      return known;
    }
    for (Map.Entry<Long, List<Attempt>> guess : guessed.descendingMap().entrySet()) {
      if (!guess.getValue().contains(attempt)) {
        continue;
      }
      Attempt holder = byVersion.get(guess.getKey()).get(0);
      if (holder.outcome != Attempt.Outcome.COMMITTED) {
        versions.remove(holder);
        versions.put(attempt, guess.getKey());
        byVersion.put(guess.getKey(), List.of(attempt));
        return guess.getKey();
      }
    }
    return null;
  }

  private static List<Long> values(DataFile file) {
    Field field = file.type().field(file.type().indexOf("v"));
    StructType columns = new StructType(List.of(field));
    BatchRow row = new BatchRow(columns);
    List<Long> values = new ArrayList<>();
    for (int group = 0; group < file.rowGroupCount(); group++) {
      try (BatchSource source = file.read(group, columns, null)) {
        for (Batch batch = source.next(); batch != null; batch = source.next()) {
          for (int i = 0; i < batch.rowCount(); i++) {
            row.moveTo(batch, i);
            values.add(Long.valueOf(String.valueOf(row.get(0))));
          }
        }
      }
    }
    return values;
  }

  /**
   * Whether an entry without rows, which is of one transaction, drops and renames what this one
   * did, on top of the version that it read; and whether it wants to commit at all.
   */
  private boolean changesNames(Attempt attempt, LogEntry entry) {
    List<String> names = new ArrayList<>();
    for (Step step : attempt.changes()) {
      if (step instanceof Step.Dropped dropped) {
        names.add(dropped.table());
      } else if (step instanceof Step.Renamed renamed) {
        names.add(renamed.from() + ">" + renamed.to());
      } else if (step instanceof Step.Created) {
        names.add("created");
      }
    }
    return attempt.committingAt > 0
        && attempt.readVersion == entry.readVersion()
        && !versions.containsKey(attempt)
        && names.equals(entry.changes().stream().map(Landings::name).toList());
  }

  private static String name(CatalogChange change) {
    if (change instanceof CatalogChange.DropTable drop) {
      return drop.name().toString();
    }
    return change instanceof CatalogChange.RenameTable rename
        ? rename.from() + ">" + rename.to()
        : "created";
  }

  /** Where a transaction stands in the log, or null. */
  @Nullable Long versionOf(Attempt attempt) {
    return versions.get(attempt);
  }

  /** The transactions of all entries, in the order of the log. */
  Map<Long, List<Attempt>> byVersion() {
    return byVersion;
  }

  /** The newest version in the log. */
  long last() {
    return last;
  }
}
