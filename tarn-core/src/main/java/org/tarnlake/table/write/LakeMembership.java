package org.tarnlake.table.write;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.tarnlake.table.action.Protocol;
import org.tarnlake.table.action.TableHead;

/**
 * Protocol and metadata of a table that enters a lake or leaves it. A table in a lake has the
 * feature that makes other writers refuse it, says which lake it is in, and has in-commit
 * timestamps, which stay on. Pure.
 */
public final class LakeMembership {
  private static final String LAKE_ID = "tarn.lakeId";
  private static final String TIMESTAMPS = "inCommitTimestamp";
  private static final String ENABLEMENT = "delta.inCommitTimestampEnablement";

  private LakeMembership() {}

  /** Whether only the log of some lake may commit to the table. */
  public static boolean isInLake(TableHead head) {
    return head.protocol().impliedWriterFeatures().contains(Protocol.LAKE_MANAGED);
  }

  /** The lake that the table says it was attached to; null if it says none. */
  public static @Nullable String lakeId(TableHead head) {
    return head.metadata().configuration().get(LAKE_ID);
  }

  /**
   * A table that enters a lake. Features that an old writer version stood for are listed by name,
   * as writer version 7 asks.
   *
   * @param version the table version that makes it so
   * @param timestampMillis that version's in-commit timestamp
   */
  public static TableHead entered(TableHead head, UUID lakeId, long version, long timestampMillis) {
    Protocol protocol = head.protocol();
    List<String> features = new ArrayList<>(protocol.impliedWriterFeatures());
    if (!features.contains(TIMESTAMPS)) {
      features.add(TIMESTAMPS);
    }
    features.add(Protocol.LAKE_MANAGED);
    Map<String, String> properties = new LinkedHashMap<>(head.metadata().configuration());
    if (!head.hasInCommitTimestamps()) {
      properties.put(TableHead.IN_COMMIT_TIMESTAMPS, "true");
      properties.put(ENABLEMENT + "Version", Long.toString(version));
      properties.put(ENABLEMENT + "Timestamp", Long.toString(timestampMillis));
    }
    properties.put(LAKE_ID, lakeId.toString());
    return new TableHead(
        new Protocol(protocol.minReaderVersion(), 7, protocol.readerFeatures(), features),
        head.metadata().withConfiguration(properties));
  }

  /** A table that leaves its lake. */
  public static TableHead left(TableHead head) {
    Protocol protocol = head.protocol();
    List<String> features = new ArrayList<>(protocol.impliedWriterFeatures());
    features.remove(Protocol.LAKE_MANAGED);
    Map<String, String> properties = new LinkedHashMap<>(head.metadata().configuration());
    properties.remove(LAKE_ID);
    return new TableHead(
        new Protocol(protocol.minReaderVersion(), 7, protocol.readerFeatures(), features),
        head.metadata().withConfiguration(properties));
  }
}
