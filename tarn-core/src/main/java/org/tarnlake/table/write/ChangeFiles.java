package org.tarnlake.table.write;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;
import org.tarnlake.table.action.TableHead;

/** Files that tell which rows a commit changed (PROTOCOL.md, "Change Data Files"). Pure. */
public final class ChangeFiles {
  /** The property that asks for them. */
  public static final String PROPERTY = "delta.enableChangeDataFeed";

  /** The column that says what happened to a row. */
  public static final Field TYPE = Field.optional("_change_type", DataType.STRING);

  private static final List<String> RESERVED =
      List.of(TYPE.name(), "_commit_version", "_commit_timestamp");

  private ChangeFiles() {}

  /** Whether writers must tell of rows that change. */
  public static boolean areAsked(TableHead head) {
    return "true".equalsIgnoreCase(head.metadata().configuration().get(PROPERTY))
        && head.protocol().impliedWriterFeatures().contains("changeDataFeed");
  }

  /** The columns of the table and what happened to each row. */
  public static StructType columns(StructType table) {
    List<Field> fields = new ArrayList<>(table.fields());
    fields.add(TYPE);
    return new StructType(fields);
  }

  /**
   * What keeps a table from having such files, and what to do about it: a column that has a name of
   * the feed's own, or is called so in files; null if nothing does. Continues a sentence that
   * begins with the files.
   */
  static @Nullable String problem(TableHead head) {
    for (Field field : head.schema().columns().fields()) {
      if (head.columnMapping().physicalName(field).equalsIgnoreCase(TYPE.name())) {
        return "which have a column '%s' of their own, and column '%s' is called so in files, whatever its name becomes; add another column, fill it (update), and drop this one"
            .formatted(TYPE.name(), field.name());
      }
      if (RESERVED.stream().anyMatch(field.name()::equalsIgnoreCase)) {
        return "which have a column '%s' of their own; rename that of the table first"
            .formatted(field.name());
      }
    }
    return null;
  }
}
