package org.tarnlake.table.alter;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.schema.NameHint;
import org.tarnlake.schema.Values;
import org.tarnlake.table.action.Metadata;
import org.tarnlake.table.action.Protocol;
import org.tarnlake.table.action.Retention;
import org.tarnlake.table.action.TableHead;
import org.tarnlake.table.write.Constraints;
import org.tarnlake.table.write.FilteredColumns;
import org.tarnlake.table.write.RowTracking;

/**
 * Properties that users give a table. Those of Delta are checked, and bring the features that they
 * need; whatever else is called is free. Pure.
 */
final class TableProperties {
  private static final String DELTA = "delta.";
  private static final String OWN = "tarn.";

  /** What a value must be, in words that follow "is". */
  private enum Kind {
    FLAG("true or false"),
    COUNT("a whole number above 0"),
    COLUMN_COUNT("a whole number, or -1 for all columns"),
    INTERVAL("an interval such as 'interval 30 days'"),
    COLUMNS("names of columns with commas between them"),
    TEXT("a text");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  private static final Map<String, Kind> KNOWN =
      Map.ofEntries(
          Map.entry("delta.appendOnly", Kind.FLAG),
          Map.entry("delta.autoOptimize.autoCompact", Kind.TEXT),
          Map.entry("delta.autoOptimize.optimizeWrite", Kind.FLAG),
          Map.entry("delta.checkpoint.writeStatsAsJson", Kind.FLAG),
          Map.entry("delta.checkpoint.writeStatsAsStruct", Kind.FLAG),
          Map.entry("delta.checkpointInterval", Kind.COUNT),
          Map.entry("delta.dataSkippingNumIndexedCols", Kind.COLUMN_COUNT),
          Map.entry(ColumnUses.STATISTICS, Kind.COLUMNS),
          Map.entry("delta.deletedFileRetentionDuration", Kind.INTERVAL),
          Map.entry("delta.enableChangeDataFeed", Kind.FLAG),
          Map.entry("delta.enableDeletionVectors", Kind.FLAG),
          Map.entry("delta.enableExpiredLogCleanup", Kind.FLAG),
          Map.entry(RowTracking.PROPERTY, Kind.FLAG),
          Map.entry(TypeWidening.PROPERTY, Kind.FLAG),
          Map.entry("delta.logRetentionDuration", Kind.INTERVAL),
          Map.entry("delta.setTransactionRetentionDuration", Kind.INTERVAL),
          Map.entry(FilteredColumns.PROPERTY, Kind.COLUMNS),
          Map.entry("delta.targetFileSize", Kind.TEXT),
          Map.entry("delta.tuneFileSizesForRewrites", Kind.FLAG));

  /** What follows from a property that is true. */
  private static final Map<String, UnaryOperator<Protocol>> FEATURES =
      Map.of(
          "delta.appendOnly",
          protocol -> protocol.withWriterFeature("appendOnly"),
          "delta.enableChangeDataFeed",
          protocol -> protocol.withWriterFeature("changeDataFeed"),
          "delta.enableDeletionVectors",
          protocol -> protocol.withReaderFeature("deletionVectors"),
          TypeWidening.PROPERTY,
          TypeWidening::enabled);

  /** What only goes with something else that is done to the table, and what. */
  private static final Map<String, String> KEPT =
      Map.ofEntries(
          Map.entry(MappedColumns.MAX_ID, "it counts the ids that columns were given"),
          Map.entry(MappedColumns.MODE, "files have the names of columns from then on"),
          Map.entry(Metadata.MAX_FIELD_ID, "it counts the ids that columns were given"),
          Map.entry("tarn.lakeId", "it tells which lake the table belongs to"),
          Map.entry("delta.enableInCommitTimestamps", "a lake's tables have them always"),
          Map.entry("delta.inCommitTimestampEnablementVersion", "it tells what was"),
          Map.entry("delta.inCommitTimestampEnablementTimestamp", "it tells what was"),
          Map.entry(
              Metadata.PARTITION_COLUMNS_IN_FILES, "a lake's tables have it from their beginning"),
          Map.entry("delta.rowTrackingSuspended", "rows would lose their ids"),
          Map.entry(
              "delta.rowTracking.materializedRowIdColumnName", "files have ids in that column"),
          Map.entry(
              "delta.rowTracking.materializedRowCommitVersionColumnName",
              "files have versions of rows in that column"));

  private TableProperties() {}

  /**
   * @param uuids for names in files
   */
  static TableHead set(TableHead head, String key, String value, Supplier<UUID> uuids) {
    requireText(key, value);
    if (key.equals(MappedColumns.MODE)) {
      return mode(head, value);
    }
    if (value.equals(head.metadata().configuration().get(key))) {
      return head;
    }
    requireSettable(key);
    Kind kind = KNOWN.getOrDefault(key, Kind.TEXT);
    if (!isOf(kind, value)) {
      throw new InvalidDataException("%s is %s, not '%s'".formatted(key, kind.words, value));
    }
    if (kind == Kind.COLUMNS) {
      for (String column : value.split(",", -1)) {
        FieldPlace place = FieldPlace.find(head.schema().columns(), column.strip());
        if (key.equals(FilteredColumns.PROPERTY)) {
          FilteredColumns.requireSuitable(head.schema().columns(), place.text(), place.field());
        }
      }
    }
    String written = kind == Kind.FLAG ? value.toLowerCase(Locale.ROOT) : value.strip();
    UnaryOperator<Protocol> feature = FEATURES.get(key);
    Protocol protocol =
        feature != null && written.equals("true")
            ? feature.apply(head.protocol())
            : head.protocol();
    TableHead changed = with(head, protocol, key, written);
    return key.equals(RowTracking.PROPERTY) && written.equals("true")
        ? RowTracking.enabled(changed, uuids)
        : changed;
  }

  /** Columns are mapped from the first rename or drop on, or from here on; never less. */
  private static TableHead mode(TableHead head, String value) {
    String now = head.columnMapping().name().toLowerCase(Locale.ROOT);
    if (value.equalsIgnoreCase(now)) {
      return head;
    }
    if (!now.equals("none") || !value.equalsIgnoreCase("name")) {
      throw new InvalidDataException(
          "%s is '%s' and cannot become '%s': only a table whose columns are not mapped can get 'name'"
              .formatted(MappedColumns.MODE, now, value));
    }
    return MappedColumns.mapped(head);
  }

  static TableHead unset(TableHead head, String key) {
    Map<String, String> properties = head.metadata().configuration();
    if (!properties.containsKey(key)) {
      throw new InvalidDataException(
          "there is no property '%s'%s; %s"
              .formatted(
                  key,
                  NameHint.didYouMean(key, properties.keySet()),
                  properties.isEmpty()
                      ? "none is set"
                      : "those that are set are "
                          + NameHint.list(List.copyOf(new TreeSet<>(properties.keySet())))));
    }
    requireSettable(key);
    return with(head, head.protocol(), key, null);
  }

  private static TableHead with(
      TableHead head, Protocol protocol, String key, @Nullable String value) {
    Map<String, String> properties = new LinkedHashMap<>(head.metadata().configuration());
    if (value == null) {
      properties.remove(key);
    } else {
      properties.put(key, value);
    }
    return new TableHead(protocol, head.metadata().withConfiguration(properties));
  }

  private static void requireText(String key, String value) {
    if (key.isBlank() || !key.strip().equals(key) || Values.isBrokenUnicode(key + value)) {
      throw new InvalidDataException(
          "'%s' is no name of a property; write key and value".formatted(key));
    }
  }

  private static void requireSettable(String key) {
    if (KNOWN.containsKey(key)) {
      return;
    }
    String why = KEPT.get(key);
    if (why != null) {
      throw new InvalidDataException(
          "property %s cannot be set or taken away: %s".formatted(key, why));
    }
    String lower = key.toLowerCase(Locale.ROOT);
    if (lower.startsWith(Constraints.PROPERTY)) {
      throw new InvalidDataException(
          "property %s is a constraint: 'tarn alter ... check' and 'uncheck' set it and take it away"
              .formatted(key));
    }
    if (lower.startsWith(DELTA) || lower.startsWith(OWN)) {
      Set<String> names = new TreeSet<>(KNOWN.keySet());
      throw new InvalidDataException(
          "there is no property '%s' that this version of Tarn can set%s; those that it can are %s"
              .formatted(key, NameHint.didYouMean(key, names), NameHint.list(List.copyOf(names))));
    }
  }

  private static boolean isOf(Kind kind, String value) {
    String text = value.strip();
    return switch (kind) {
      case FLAG -> text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false");
      case COUNT -> text.matches("[0-9]{1,9}") && Integer.parseInt(text) > 0;
      case COLUMN_COUNT -> text.matches("[0-9]{1,9}|-1");
      case INTERVAL -> Retention.isInterval(text);
      case COLUMNS, TEXT -> !text.isEmpty();
    };
  }
}
