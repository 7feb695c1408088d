package org.tarnlake.table.write;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.schema.ColumnMapping;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.ListType;
import org.tarnlake.schema.MapType;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.StructType;
import org.tarnlake.table.action.Protocol;
import org.tarnlake.table.action.TableHead;

/**
 * Whether this version may append to a table (docs/format.md, "Features"). What a feature asks of
 * every writer is kept, or the table is refused and the reason named; nothing is passed over. Pure.
 */
public final class WriteRules {
  /** Features that ask nothing of an append, or what every append of this version does anyway. */
  private static final Set<String> KEPT =
      Set.of(
          "appendOnly",
          "changeDataFeed",
          "clustering",
          "columnMapping",
          "deletionVectors",
          "domainMetadata",
          "inCommitTimestamp",
          RowTracking.FEATURE,
          "timestampNtz",
          "typeWidening",
          "typeWidening-preview",
          "v2Checkpoint",
          "checkConstraints",
          "invariants",
          "vacuumProtocolCheck",
          Protocol.LAKE_MANAGED);

  /** Features that ask nothing of an append while no column or property uses them. */
  private static final Set<String> KEPT_UNUSED =
      Set.of("allowColumnDefaults", "generatedColumns", "identityColumns");

  /** What a field's metadata has where it uses such a feature. */
  private static final Map<String, String> FIELD_USES =
      Map.of(Constraints.INVARIANT, "an SQL invariant", ComputedColumns.DEFAULT, "an SQL default");

  /**
   * The same, of features without which it means nothing: an older writer version left it there.
   */
  private static final Map<String, Map<String, String>> FEATURE_USES =
      Map.of(
          "generatedColumns", Map.of(ComputedColumns.GENERATED, "a generated value"),
          "identityColumns", Map.of("delta.identity.start", "an identity value"));

  /** Those that are kept at a column, though not at a field of one. */
  private static final Set<String> COLUMN_USES =
      Set.of(Constraints.INVARIANT, ComputedColumns.DEFAULT, ComputedColumns.GENERATED);

  private WriteRules() {}

  /**
   * Checks a Delta table of its own.
   *
   * @throws UnsupportedTableException if this version may not append to it
   */
  public static void requireWritable(String table, TableHead head) {
    if (head.protocol().impliedWriterFeatures().contains(Protocol.LAKE_MANAGED)) {
      throw new UnsupportedTableException(
          "table %s belongs to a lake, whose log alone may commit to it; open the lake, or if it lists no such table, since an attach was interrupted, attach it again"
              .formatted(table));
    }
    requireKept(table, head);
  }

  /**
   * Checks a table of a lake.
   *
   * @throws UnsupportedTableException if this version may not append to it
   */
  public static void requireWritableInLake(String table, TableHead head) {
    if (!head.protocol().impliedWriterFeatures().contains(Protocol.LAKE_MANAGED)) {
      throw new UnsupportedTableException(
          "table %s lacks the writer feature '%s', so that others may write to it beside the lake; run 'tarn check'"
              .formatted(table, Protocol.LAKE_MANAGED));
    }
    requireKept(table, head);
  }

  private static void requireKept(String table, TableHead head) {
    Protocol protocol = head.protocol();
    protocol.requireReadable(table);
    if (protocol.minWriterVersion() > 7) {
      throw lacking(table, "writer version " + protocol.minWriterVersion());
    }
    for (String feature : protocol.impliedWriterFeatures()) {
      if (!KEPT.contains(feature) && !KEPT_UNUSED.contains(feature)) {
        throw lacking(table, "the writer feature '" + feature + "'");
      }
    }
    Constraints.of(table, head);
    ComputedColumns.of(table, head);
    RowIdColumns.requireApart(table, head);
    requireNoUse(table, "", head.schema().columns(), uses(protocol));
    requireValues(table, head.schema());
    if (head.columnMapping() != ColumnMapping.NONE && !protocol.hasColumnMapping()) {
      throw new UnsupportedTableException(
          "table %s has column mapping, but its protocol does not say so, and engines differ in what they read; upgrade the protocol with the engine that wrote it"
              .formatted(table));
    }
    String unmapped = head.columnMapping().unmapped(head.schema().columns());
    if (unmapped != null) {
      throw new UnsupportedTableException(
          "table %s has column mapping, but its column %s has no physical name and id of its own; mend the schema with the engine that wrote it"
              .formatted(table, unmapped));
    }
  }

  /** What a field's metadata has where it uses a feature that is in force. */
  private static Map<String, String> uses(Protocol protocol) {
    Map<String, String> uses = new HashMap<>(FIELD_USES);
    for (String feature : protocol.impliedWriterFeatures()) {
      uses.putAll(FEATURE_USES.getOrDefault(feature, Map.of()));
    }
    return uses;
  }

  private static void requireNoUse(
      String table, String path, @Nullable DataType type, Map<String, String> uses) {
    if (type instanceof StructType struct) {
      for (Field field : struct.fields()) {
        String name = path + field.name();
        uses.forEach(
            (key, use) -> {
              boolean isChecked = path.isEmpty() && COLUMN_USES.contains(key);
              if (field.metadata().containsKey(key) && !isChecked) {
                throw new UnsupportedTableException(
                    "table %s, column %s has %s (%s), which only an engine that knows SQL can give; write with one"
                        .formatted(table, name, use, field.metadata().get(key)));
              }
            });
        requireNoUse(table, name + ".", field.type(), uses);
      }
    } else if (type instanceof ListType list) {
      requireNoUse(table, path + "element.", list.element(), uses);
    } else if (type instanceof MapType map) {
      requireNoUse(table, path + "key.", map.key(), uses);
      requireNoUse(table, path + "value.", map.value(), uses);
    }
  }

  /** A void column stands in no data file; deeper ones, or nothing else, are not written. */
  private static void requireValues(String table, Schema schema) {
    boolean any = schema.columns().size() == 0;
    for (Field column : schema.columns().fields()) {
      boolean isVoid = column.type().equals(DataType.VOID);
      if (!isVoid && hasVoid(column.type())) {
        throw lacking(table, "void values inside column '%s' for writing".formatted(column.name()));
      }
      any |= !isVoid && !schema.partitionColumns().contains(column.name());
    }
    if (!any) {
      throw lacking(table, "data files without any column for writing");
    }
  }

  private static boolean hasVoid(DataType type) {
    if (type instanceof StructType struct) {
      return type.equals(DataType.VOID)
          || struct.fields().stream().anyMatch(field -> hasVoid(field.type()));
    } else if (type instanceof ListType list) {
      return hasVoid(list.element());
    }
    return type instanceof MapType map && (hasVoid(map.key()) || hasVoid(map.value()));
  }

  private static UnsupportedTableException lacking(String table, String what) {
    return new UnsupportedTableException(
        "table %s needs %s, which this version of Tarn lacks; use a newer one"
            .formatted(table, what));
  }
}
