package org.tarnlake.table.state;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tarnlake.json.JsonFormatException;
import org.tarnlake.row.ListVector;
import org.tarnlake.row.MapVector;
import org.tarnlake.row.StructVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.StructType;
import org.tarnlake.table.action.ActionReader;
import org.tarnlake.table.action.DeletionVector;
import org.tarnlake.table.action.DomainMetadata;
import org.tarnlake.table.action.Metadata;
import org.tarnlake.table.action.Protocol;
import org.tarnlake.table.action.RemoveFile;
import org.tarnlake.table.action.RowIds;
import org.tarnlake.table.action.SetTransaction;

/** From the rows of a checkpoint to actions; columns as {@link CheckpointColumns}. Stateless. */
public final class ActionVectors {
  private ActionVectors() {}

  public static Vector child(StructVector struct, String name) {
    return struct.child(((StructType) struct.type()).indexOf(name));
  }

  static @Nullable String string(Vector vector, int row) {
    return vector.isNull(row) ? null : vector.stringAt(row);
  }

  public static long number(Vector vector, int row, long ifNull) {
    return vector.isNull(row) ? ifNull : vector.longAt(row);
  }

  /** A map of strings; empty where it is null. */
  static Map<String, @Nullable String> strings(Vector vector, int row) {
    if (vector.isNull(row) || !(vector instanceof MapVector map)) {
      return Map.of();
    }
    int start = map.startAt(row);
    int count = map.endAt(row) - start;
    if (count == 0) {
      return Map.of();
    }
    if (count == 1) {
      return Collections.singletonMap(map.keys().stringAt(start), string(map.values(), start));
    }
    Map<String, @Nullable String> strings = new LinkedHashMap<>();
    for (int k = start; k < start + count; k++) {
      strings.put(map.keys().stringAt(k), string(map.values(), k));
    }
    return strings;
  }

  private static @Nullable List<String> list(Vector vector, int row) {
    if (vector.isNull(row) || !(vector instanceof ListVector list)) {
      return null;
    }
    List<String> strings = new ArrayList<>();
    for (int k = list.startAt(row); k < list.endAt(row); k++) {
      strings.add(list.elements().stringAt(k));
    }
    return strings;
  }

  static @Nullable DeletionVector deletionVector(StructVector vector, int row) {
    if (vector.isNull(row)) {
      return null;
    }
    Vector offset = child(vector, "offset");
    return new DeletionVector(
        need(child(vector, "storageType"), row, "deletionVector", "storageType"),
        need(child(vector, "pathOrInlineDv"), row, "deletionVector", "pathOrInlineDv"),
        offset.isNull(row) ? null : Math.toIntExact(offset.longAt(row)),
        Math.toIntExact(number(child(vector, "sizeInBytes"), row, 0)),
        number(child(vector, "cardinality"), row, 0));
  }

  static @Nullable RowIds rowIds(Vector base, Vector version, int row) {
    return base.isNull(row) || version.isNull(row)
        ? null
        : new RowIds(base.longAt(row), version.longAt(row));
  }

  static RemoveFile remove(StructVector remove, int row) {
    Vector values = child(remove, "partitionValues");
    Vector dataChange = child(remove, "dataChange");
    return new RemoveFile(
        need(child(remove, "path"), row, "remove", "path"),
        deletionVector((StructVector) child(remove, "deletionVector"), row),
        number(child(remove, "deletionTimestamp"), row, 0),
        !dataChange.isNull(row) && dataChange.booleanAt(row),
        values.isNull(row) ? null : strings(values, row),
        number(child(remove, "size"), row, -1),
        rowIds(child(remove, "baseRowId"), child(remove, "defaultRowCommitVersion"), row));
  }

  public static Protocol protocol(StructVector protocol, int row) {
    Vector reader = child(protocol, "minReaderVersion");
    Vector writer = child(protocol, "minWriterVersion");
    return new Protocol(
        reader.isNull(row) ? 1 : reader.intAt(row),
        writer.isNull(row) ? 1 : writer.intAt(row),
        list(child(protocol, "readerFeatures"), row),
        list(child(protocol, "writerFeatures"), row));
  }

  public static Metadata metadata(StructVector metadata, int row) {
    StructVector format = (StructVector) child(metadata, "format");
    Vector created = child(metadata, "createdTime");
    String id = need(child(metadata, "id"), row, "metaData", "id");
    return Metadata.read(
        string(child(metadata, "schemaString"), row),
        Objects.requireNonNullElse(list(child(metadata, "partitionColumns"), row), List.of()),
        columns ->
            new Metadata(
                id,
                string(child(metadata, "name"), row),
                columns,
                ActionReader.withoutNulls(strings(child(metadata, "configuration"), row)),
                created.isNull(row) ? null : created.longAt(row),
                string(child(metadata, "description"), row),
                format.isNull(row)
                    ? Map.of()
                    : ActionReader.withoutNulls(strings(child(format, "options"), row))));
  }

  public static SetTransaction transaction(StructVector txn, int row) {
    return new SetTransaction(
        need(child(txn, "appId"), row, "txn", "appId"),
        number(child(txn, "version"), row, 0),
        number(child(txn, "lastUpdated"), row, 0));
  }

  public static DomainMetadata domain(StructVector domain, int row) {
    Vector removed = child(domain, "removed");
    return new DomainMetadata(
        need(child(domain, "domain"), row, "domainMetadata", "domain"),
        Objects.requireNonNullElse(string(child(domain, "configuration"), row), ""),
        !removed.isNull(row) && removed.booleanAt(row));
  }

  public static String need(Vector vector, int row, String action, String field) {
    if (vector.isNull(row)) {
      throw new JsonFormatException("a " + action + " lacks " + field);
    }
    return vector.stringAt(row);
  }
}
