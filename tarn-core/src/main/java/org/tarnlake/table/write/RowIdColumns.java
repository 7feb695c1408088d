package org.tarnlake.table.write;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.schema.ColumnMapping;
import org.tarnlake.data.schema.FieldIds;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.row.Batch;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;
import org.tarnlake.table.action.Metadata;
import org.tarnlake.table.action.TableHead;

/**
 * The two columns of data files that are none of the table's: in them rows which were written anew
 * keep the id that they have had, and rows that only moved the version in which they last changed
 * (PROTOCOL.md, "Row Tracking"). Null stands for what follows from the file and the place.
 * Immutable.
 *
 * @param id of the row
 * @param version the version of the table that the row is of
 */
public record RowIdColumns(Field id, Field version) {
  private static final String ID_NAME = "delta.rowTracking.materializedRowIdColumnName";
  private static final String VERSION_NAME =
      "delta.rowTracking.materializedRowCommitVersionColumnName";

  /** Those of a table; null if its rows do not keep ids. */
  public static @Nullable RowIdColumns of(TableHead head) {
    if (!RowTracking.isEnabled(head)) {
      return null;
    }
    List<Field> named = named(head.metadata());
    return named.size() < 2 ? null : new RowIdColumns(named.get(0), named.get(1));
  }

  /** The columns that files of a table may have for ids, whether or not rows keep these now. */
  public static List<Field> named(Metadata metadata) {
    List<Field> fields = new ArrayList<>();
    String id = metadata.configuration().get(ID_NAME);
    String version = metadata.configuration().get(VERSION_NAME);
    if (id != null) {
      fields.add(field(id, FieldIds.ROW_ID));
    }
    if (version != null) {
      fields.add(field(version, FieldIds.ROW_COMMIT_VERSION));
    }
    return fields;
  }

  /** They are found by their names, however the columns of the table are mapped. */
  private static Field field(String name, int fieldId) {
    Map<String, Object> metadata = new LinkedHashMap<>(FieldIds.metadata(fieldId));
    metadata.put(ColumnMapping.PHYSICAL_NAME, name);
    metadata.put(ColumnMapping.ID_KEY, fieldId);
    return new Field(name, DataType.LONG, true, metadata);
  }

  /** The properties that name them; new names where a table has none yet. */
  static void addNames(Map<String, String> properties, Supplier<UUID> uuids) {
    properties.computeIfAbsent(ID_NAME, key -> "_row-id-col-" + uuids.get());
    properties.computeIfAbsent(VERSION_NAME, key -> "_row-commit-version-col-" + uuids.get());
  }

  /** Whether a property names one of them. Such a property stays, whatever becomes of the table. */
  public static boolean isName(String property) {
    return property.equals(ID_NAME) || property.equals(VERSION_NAME);
  }

  /**
   * Checks that a table which says that its rows keep ids tells where.
   *
   * @throws UnsupportedTableException if it does not
   */
  public static void require(String table, TableHead head) {
    if (RowTracking.isAsked(head) && of(head) == null) {
      throw new UnsupportedTableException(
          "table %s keeps row ids (%s), but its protocol lacks the feature '%s', or its properties the names of the columns for them (%s, %s); mend it with the engine that wrote it"
              .formatted(table, RowTracking.PROPERTY, RowTracking.FEATURE, ID_NAME, VERSION_NAME));
    }
  }

  /**
   * Checks that no column of a table has the name of one of these.
   *
   * @throws UnsupportedTableException if one does
   */
  static void requireApart(String table, TableHead head) {
    RowIdColumns columns = of(head);
    if (columns == null) {
      return;
    }
    for (Field field : head.schema().columns().fields()) {
      String name = head.columnMapping().physicalName(field);
      if (name.equalsIgnoreCase(columns.id.name())
          || name.equalsIgnoreCase(columns.version.name())) {
        throw new UnsupportedTableException(
            "table %s: column '%s' has the name of the column in which files keep row ids (%s); give it another one"
                .formatted(table, field.name(), name));
      }
    }
  }

  /** The columns of a table, and these behind them. */
  public StructType behind(StructType columns) {
    List<Field> fields = new ArrayList<>(columns.fields());
    fields.add(id);
    fields.add(version);
    return new StructType(fields);
  }

  /** Whether rows have these columns. */
  public boolean areIn(Batch rows) {
    return rows.type().indexOf(id.name()) >= 0;
  }

  /**
   * Rows with their ids.
   *
   * @param ids null if they have none yet
   * @param versions null if they are new, or have new values
   */
  public Batch with(Batch rows, @Nullable Vector ids, @Nullable Vector versions) {
    List<Vector> vectors = new ArrayList<>();
    for (int c = 0; c < rows.type().size(); c++) {
      vectors.add(rows.vector(c));
    }
    int count = rows.rowCount();
    vectors.add(ids == null ? Vector.constant(DataType.LONG, null, count) : ids);
    vectors.add(versions == null ? Vector.constant(DataType.LONG, null, count) : versions);
    return new Batch(behind(rows.type()), vectors, count);
  }
}
