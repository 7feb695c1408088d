package org.tarnlake.table.write;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.table.action.TableHead;

/**
 * Whether rows of a table may go by deletion vectors, and what its protocol and metadata are then
 * (PROTOCOL.md, "Deletion Vectors"). Pure.
 */
public final class VectorRules {
  /** The property that has writers make vectors, or forbids it. */
  public static final String PROPERTY = "delta.enableDeletionVectors";

  private static final String FEATURE = "deletionVectors";

  private VectorRules() {}

  /**
   * Whether rows go by vectors, rather than by writing the files anew without them. A table of a
   * lake gets what it lacks for them; one of its own, which others write to as well, must have it.
   */
  public static boolean areUsed(TableHead head, boolean isInLake) {
    String property = head.metadata().configuration().get(PROPERTY);
    return property == null
        ? isInLake
        : property.equalsIgnoreCase("true") && (isInLake || has(head));
  }

  private static boolean has(TableHead head) {
    return head.protocol().hasReaderFeature(FEATURE);
  }

  /** Whether the table lacks something for its first vector. */
  public static boolean isLacking(TableHead head) {
    return !has(head) || !isOn(head, PROPERTY);
  }

  /** The table with all that vectors need. */
  public static TableHead enabled(TableHead head) {
    Map<String, String> properties = new LinkedHashMap<>(head.metadata().configuration());
    properties.put(PROPERTY, "true");
    return new TableHead(
        head.protocol().withReaderFeature(FEATURE), head.metadata().withConfiguration(properties));
  }

  /**
   * A table that was altered, with what others gave it for vectors meanwhile.
   *
   * @param before the table that was altered
   * @param now the same with vectors
   * @param after what it became
   */
  public static TableHead enabledToo(TableHead before, TableHead now, TableHead after) {
    Map<String, String> properties = new LinkedHashMap<>(after.metadata().configuration());
    String set = properties.get(PROPERTY);
    String enabled = now.metadata().configuration().get(PROPERTY);
    if (enabled != null && Objects.equals(set, before.metadata().configuration().get(PROPERTY))) {
      properties.put(PROPERTY, enabled);
    }
    return new TableHead(
        after.protocol().withReaderFeature(FEATURE),
        after.metadata().withConfiguration(properties));
  }

  /** Whether new protocol and metadata differ from those before by vectors at most. */
  public static boolean onlyEnables(TableHead before, TableHead after) {
    return after.equals(before) || after.equals(enabled(before));
  }

  /**
   * Checks that rows may be deleted or changed.
   *
   * @throws UnsupportedTableException if the table only takes appends, or cannot tell what changes
   */
  public static void requireChangeable(String table, TableHead head) {
    requireRemovable(table, head);
    RowIdColumns.require(table, head);
    String problem = ChangeFiles.areAsked(head) ? ChangeFiles.problem(head) : null;
    if (problem != null) {
      throw new UnsupportedTableException(
          "table %s asks for files of changes (%s), %s"
              .formatted(table, ChangeFiles.PROPERTY, problem));
    }
  }

  /** Throws UnsupportedTableException if the table only takes appends. */
  public static void requireRemovable(String table, TableHead head) {
    if (isOn(head, "delta.appendOnly")) {
      throw new UnsupportedTableException(
          "table %s only takes appends (delta.appendOnly); set that property to false first"
              .formatted(table));
    }
  }

  private static boolean isOn(TableHead head, String property) {
    return "true".equalsIgnoreCase(head.metadata().configuration().get(property));
  }
}
