package org.tarnlake.table.alter;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.tarnlake.table.action.Metadata;
import org.tarnlake.table.action.TableHead;

/**
 * Protocol and metadata of a new table that is a copy of another one: schema, properties and
 * protocol are the same, but for what tells of the history of that table. Pure.
 */
public final class ClonedHead {
  private static final Set<String> LEFT_OUT =
      Set.of(
          "delta.inCommitTimestampEnablementVersion", "delta.inCommitTimestampEnablementTimestamp");

  private ClonedHead() {}

  /**
   * What the copy gets.
   *
   * @param head of the table that is copied
   * @param id of the copy
   * @param name of the copy
   */
  public static TableHead of(TableHead head, String id, String name, long createdMillis) {
    Metadata metadata = head.metadata();
    Map<String, String> properties = new LinkedHashMap<>(metadata.configuration());
    properties.keySet().removeAll(LEFT_OUT);
    return new TableHead(
        head.protocol(),
        new Metadata(
            id,
            name,
            metadata.schema(),
            properties,
            createdMillis,
            metadata.description(),
            metadata.formatOptions()));
  }
}
