package org.tarnlake.table.alter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.schema.ColumnMapping;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.table.action.Metadata;
import org.tarnlake.table.action.Protocol;
import org.tarnlake.table.action.TableHead;
import org.tarnlake.table.write.RowIdColumns;
import org.tarnlake.table.write.RowTracking;
import org.tarnlake.table.write.VectorRules;

/**
 * Protocol and metadata of a table that is brought back to an earlier version: schema and
 * properties of then. What must never go back stays: the protocol only grows, no id of a field or a
 * column is given twice, in-commit timestamps and row ids stay on, and the table stays in its lake.
 * Pure.
 */
public final class RestoredHead {
  /** Properties that are as they are now. */
  private static final Set<String> KEPT =
      Set.of(
          TableHead.IN_COMMIT_TIMESTAMPS,
          "delta.inCommitTimestampEnablementVersion",
          "delta.inCommitTimestampEnablementTimestamp",
          RowTracking.PROPERTY,
          RowTracking.SUSPENDED,
          "tarn.lakeId");

  /** Properties that are numbers and only grow. */
  private static final Set<String> GROWING = Set.of(Metadata.MAX_FIELD_ID, MappedColumns.MAX_ID);

  private RestoredHead() {}

  /**
   * What the table gets.
   *
   * @param name the table's, for messages
   * @param earlier what it was
   * @throws UnsupportedTableException if its columns were mapped since, in a way that those of then
   *     cannot be
   */
  public static TableHead of(String name, TableHead now, TableHead earlier) {
    boolean hasOwnIds = earlier.metadata().configuration().containsKey(Metadata.MAX_FIELD_ID);
    TableHead then =
        now.columnMapping() == ColumnMapping.NAME && hasOwnIds
            ? MappedColumns.mapped(earlier)
            : earlier;
    if (now.columnMapping() != ColumnMapping.NONE && then.columnMapping() != now.columnMapping()) {
      throw new UnsupportedTableException(
          "table %s maps its columns by %s, which it did not at that version, and mapping stays on; copy the rows of then (tarn export --as-of)"
              .formatted(name, now.columnMapping()));
    }
    Map<String, String> properties = new LinkedHashMap<>(then.metadata().configuration());
    Map<String, String> present = now.metadata().configuration();
    for (String key : KEPT) {
      put(properties, key, present.get(key));
    }
    present.forEach(
        (key, value) -> {
          if (RowIdColumns.isName(key)) {
            properties.put(key, value);
          }
        });
    if (!properties.containsKey(VectorRules.PROPERTY)) {
      // It came with the first vector, and nobody asked for it.
      put(properties, VectorRules.PROPERTY, present.get(VectorRules.PROPERTY));
    }
    for (String key : GROWING) {
      put(properties, key, greater(properties.get(key), present.get(key)));
    }
    Metadata metadata =
        new Metadata(
            now.metadata().id(),
            now.metadata().name(),
            then.schema(),
            properties,
            now.metadata().createdMillis(),
            then.metadata().description(),
            then.metadata().formatOptions());
    return new TableHead(union(now.protocol(), then.protocol()), metadata);
  }

  private static void put(Map<String, String> properties, String key, @Nullable String value) {
    if (value == null) {
      properties.remove(key);
    } else {
      properties.put(key, value);
    }
  }

  private static @Nullable String greater(@Nullable String one, @Nullable String other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    try {
      return Long.parseLong(one) >= Long.parseLong(other) ? one : other;
    } catch (NumberFormatException e) {
      return other;
    }
  }

  /** All that either asks of readers and writers; the present one if the earlier asks no more. */
  private static Protocol union(Protocol now, Protocol then) {
    Set<String> readers = new TreeSet<>(readerFeatures(then));
    readers.removeAll(readerFeatures(now));
    Set<String> writers = new TreeSet<>(then.impliedWriterFeatures());
    writers.removeAll(now.impliedWriterFeatures());
    // A table is in a lake or not whatever it was then.
    writers.remove(Protocol.LAKE_MANAGED);
    if (readers.isEmpty() && writers.isEmpty()) {
      return now;
    }
    List<String> allReaders = new ArrayList<>(readerFeatures(now));
    allReaders.addAll(readers);
    List<String> allWriters = new ArrayList<>(now.impliedWriterFeatures());
    allWriters.addAll(writers);
    return allReaders.isEmpty()
        ? new Protocol(1, 7, null, allWriters)
        : new Protocol(3, 7, allReaders, allWriters);
  }

  private static List<String> readerFeatures(Protocol protocol) {
    List<String> features = protocol.readerFeatures();
    if (features != null) {
      return features;
    }
    return protocol.hasColumnMapping() ? List.of("columnMapping") : List.of();
  }
}
