package org.tarnlake.maintenance.check;

import java.util.ArrayList;
import java.util.List;
import org.tarnlake.table.action.Metadata;
import org.tarnlake.table.action.Protocol;

/** What protocol and metadata of a lake's table must say. Stateless. */
final class ProtocolRules {
  private static final String IN_COMMIT_TIMESTAMP = "inCommitTimestamp";
  private static final String IN_COMMIT_TIMESTAMPS_ON = "delta.enableInCommitTimestamps";

  private ProtocolRules() {}

  /**
   * @param leaving whether the commit gives the table back to other writers
   */
  static List<String> flaws(Protocol protocol, boolean leaving) {
    List<String> flaws = new ArrayList<>();
    List<String> features = protocol.writerFeatures();
    if (protocol.minWriterVersion() != 7 || features == null) {
      flaws.add("the protocol has no writer features, so that other writers may commit");
      return flaws;
    }
    if (leaving && features.contains(Protocol.LAKE_MANAGED)) {
      flaws.add(
          "the protocol keeps the writer feature '%s', so that nobody may commit"
              .formatted(Protocol.LAKE_MANAGED));
    } else if (!leaving && !features.contains(Protocol.LAKE_MANAGED)) {
      flaws.add(
          "the protocol lacks the writer feature '%s', so that other writers may commit"
              .formatted(Protocol.LAKE_MANAGED));
    }
    if (!features.contains(IN_COMMIT_TIMESTAMP)) {
      flaws.add("the protocol lacks the writer feature '%s'".formatted(IN_COMMIT_TIMESTAMP));
    }
    if ((protocol.readerFeatures() != null) != (protocol.minReaderVersion() == 3)) {
      flaws.add("the protocol has reader features without reader version 3, or the reverse");
    }
    return flaws;
  }

  static List<String> flaws(Metadata metadata, String tableId) {
    List<String> flaws = new ArrayList<>();
    if (!metadata.id().equals(tableId)) {
      flaws.add(
          "the metaData has the id %s, but the lake's catalog says %s"
              .formatted(metadata.id(), tableId));
    }
    if (!"true".equalsIgnoreCase(metadata.configuration().get(IN_COMMIT_TIMESTAMPS_ON))) {
      flaws.add("the metaData does not set '%s'".formatted(IN_COMMIT_TIMESTAMPS_ON));
    }
    return flaws;
  }
}
