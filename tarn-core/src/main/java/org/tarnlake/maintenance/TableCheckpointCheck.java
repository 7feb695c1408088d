package org.tarnlake.maintenance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.DataFiles;
import org.tarnlake.lake.StoreReads;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.table.CheckpointHint;
import org.tarnlake.table.DeltaNames;

/**
 * Compares the checkpoints of tables with the replay of their commits, whoever wrote them. One
 * thread at a time.
 *
 * <p>One that says something else than the commits is damage, since readers trust it. One that
 * cannot be decoded is a note: Tarn passes over it, and nothing that it held is lost.
 */
final class TableCheckpointCheck {
  private static final String REMEDY =
      "delete it: the commits before it hold the same, and a later one replaces it";
  private static final Pattern CHECKPOINT =
      Pattern.compile("00([0-9]{18})\\.checkpoint\\.(?:[0-9]{10}\\.([0-9]{10})\\.)?parquet");
  private static final Pattern SECOND =
      Pattern.compile("00([0-9]{18})\\.checkpoint\\.[0-9a-f-]{36}\\.(?:json|parquet)");

  private final Report report;
  private final Reads reads;
  private final DataFiles files;
  private final Map<String, NavigableMap<Long, List<ObjectInfo>>> byLocation = new HashMap<>();

  TableCheckpointCheck(Report report, Reads reads) {
    this.report = report;
    this.reads = reads;
    this.files = new DataFiles(reads.store());
  }

  /** Checks the checkpoint of the version that a table's replay has reached, if there is one. */
  void check(TableReplay table) {
    List<ObjectInfo> parts = checkpoints(table).get(table.version());
    if (parts == null || table.isLost()) {
      return;
    }
    String name = parts.get(0).name();
    Matcher classic = CHECKPOINT.matcher(file(parts.get(0)));
    if (!classic.matches()) {
      report.note(name, "it is in a format that is not compared with the commits");
      return;
    }
    int count = classic.group(2) == null ? 1 : Integer.parseInt(classic.group(2));
    if (parts.size() != count) {
      report.note(
          name,
          "the checkpoint has %d of its %d parts; readers pass over it"
              .formatted(parts.size(), count));
      return;
    }
    TableCheckpointRows rows = new TableCheckpointRows();
    for (ObjectInfo part : parts) {
      try {
        rows.read(files.open(part.name(), part.sizeBytes()));
      } catch (RuntimeException e) {
        // Bytes that nobody thought of must not end the check of everything else.
        report.note(
            part.name(),
            "it is damaged, and Tarn passes over it: %s; %s"
                .formatted(Report.why(e, part.name()), REMEDY));
        return;
      }
    }
    String difference = rows.difference(table);
    if (difference != null) {
      report.damage(name, 0, "%s; %s".formatted(difference, REMEDY));
    }
  }

  /** Looks at the hint of a table's newest checkpoint, which may be anything. */
  void hint(TableReplay table) {
    String name = DeltaNames.lastCheckpoint(table.location());
    NavigableMap<Long, List<ObjectInfo>> known = checkpoints(table);
    byte[] bytes = reads.find(name);
    if (bytes == null) {
      if (!known.isEmpty()) {
        report.note(name, "it is missing; the log is listed instead");
      }
      return;
    }
    CheckpointHint hint = CheckpointHint.read(bytes);
    if (hint == null) {
      report.note(name, "it is garbage; the log is listed instead");
      return;
    }
    List<ObjectInfo> parts = known.get(hint.version());
    if (parts == null) {
      // It may have been written while the check ran.
      if (hint.version() <= table.version()) {
        report.note(
            name,
            "it names version %d, which has no checkpoint; some engines cannot read the table then: delete it"
                .formatted(hint.version()));
      }
      return;
    }
    long size = parts.stream().mapToLong(ObjectInfo::sizeBytes).sum();
    // Of one with sidecars the hint counts them too, and what they hold is not looked at.
    boolean whole = parts.stream().noneMatch(part -> SECOND.matcher(file(part)).matches());
    if (whole && hint.sizeBytes() >= 0 && hint.sizeBytes() != size) {
      report.note(
          name,
          "it says that the checkpoint of version %d has %d bytes, but it has %d; delete it"
              .formatted(hint.version(), hint.sizeBytes(), size));
    } else if (hint.version() < known.lastKey()) {
      report.note(
          name,
          "it names version %d, but there is a checkpoint of version %d"
              .formatted(hint.version(), known.lastKey()));
    }
  }

  private static String file(ObjectInfo object) {
    return object.name().substring(object.name().lastIndexOf('/') + 1);
  }

  private NavigableMap<Long, List<ObjectInfo>> checkpoints(TableReplay table) {
    return byLocation.computeIfAbsent(table.location(), this::list);
  }

  private NavigableMap<Long, List<ObjectInfo>> list(String location) {
    String folder = DeltaNames.log(location);
    NavigableMap<Long, List<ObjectInfo>> found = new TreeMap<>();
    for (ObjectInfo object : StoreReads.list(reads.store(), folder + "0", "")) {
      Long version = version(object.name().substring(folder.length()));
      if (version != null) {
        found.computeIfAbsent(version, v -> new ArrayList<>()).add(object);
      }
    }
    return found;
  }

  private static @Nullable Long version(String file) {
    for (Pattern pattern : List.of(CHECKPOINT, SECOND)) {
      Matcher matcher = pattern.matcher(file);
      if (matcher.matches()) {
        return Long.valueOf(matcher.group(1));
      }
    }
    return null;
  }
}
