package org.tarnlake.table.action;

import java.util.Objects;
import org.tarnlake.data.schema.ColumnMapping;
import org.tarnlake.schema.Schema;

/** What a writer needs to know of a table: its protocol and metadata. Immutable. */
public record TableHead(Protocol protocol, Metadata metadata) {
  /** The property that turns in-commit timestamps on. */
  public static final String IN_COMMIT_TIMESTAMPS = "delta.enableInCommitTimestamps";

  public TableHead {
    Objects.requireNonNull(protocol, "protocol");
    Objects.requireNonNull(metadata, "metadata");
  }

  /** Whether commits carry in-commit timestamps (PROTOCOL.md, "In-Commit Timestamps"). */
  public boolean hasInCommitTimestamps() {
    return "true".equalsIgnoreCase(metadata.configuration().get(IN_COMMIT_TIMESTAMPS));
  }

  public Schema schema() {
    return metadata.schema();
  }

  public ColumnMapping columnMapping() {
    return protocol.columnMapping(metadata);
  }
}
