package org.tarnlake.table.log;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tarnlake.store.ObjectInfo;

/**
 * A file of a table's log, as its name tells it (PROTOCOL.md, "File Types").
 *
 * @param kind what it is
 * @param version the version it is of; of a compaction the last one
 * @param from the first version of a compaction; else the version
 * @param parts how many parts the checkpoint has; 0 where it is no part of one
 * @param object name, size and time
 */
record LogFile(Kind kind, long version, long from, int parts, ObjectInfo object) {
  enum Kind {
    COMMIT,
    COMPACTION,
    CHECKSUM,
    CHECKPOINT,
    CHECKPOINT_PART,
    CHECKPOINT_V2
  }

  private static final Pattern NAME =
      Pattern.compile(
          "(?<version>[0-9]{20})\\.(?:(?<commit>json)|(?<checksum>crc)"
              + "|(?<to>[0-9]{20})\\.compacted\\.json"
              + "|(?<checkpoint>checkpoint\\.parquet)"
              + "|checkpoint\\.(?<part>[0-9]{10})\\.(?<parts>[0-9]{10})\\.parquet"
              + "|checkpoint\\.(?<id>[0-9a-fA-F-]{36})\\.(?:json|parquet))");

  /** What the name of an object in a log's folder says; null for one of no known kind. */
  static @Nullable LogFile of(String folder, ObjectInfo object) {
    Matcher name = NAME.matcher(object.name().substring(folder.length()));
    if (!name.matches()) {
      return null;
    }
    try {
      long version = Long.parseLong(name.group("version"));
      if (name.group("to") != null) {
        long to = Long.parseLong(name.group("to"));
        return to < version ? null : new LogFile(Kind.COMPACTION, to, version, 0, object);
      }
      if (name.group("part") != null) {
        int part = Integer.parseInt(name.group("part"));
        int parts = Integer.parseInt(name.group("parts"));
        return part < 1 || part > parts
            ? null
            : new LogFile(Kind.CHECKPOINT_PART, version, version, parts, object);
      }
      return new LogFile(kind(name), version, version, 0, object);
    } catch (NumberFormatException e) {
      // A number that no version can have.
      return null;
    }
  }

  private static Kind kind(Matcher name) {
    if (name.group("commit") != null) {
      return Kind.COMMIT;
    }
    if (name.group("checksum") != null) {
      return Kind.CHECKSUM;
    }
    return name.group("id") != null ? Kind.CHECKPOINT_V2 : Kind.CHECKPOINT;
  }
}
