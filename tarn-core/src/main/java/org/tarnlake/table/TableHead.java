package org.tarnlake.table;

import java.util.Objects;
import org.tarnlake.data.ColumnMapping;
import org.tarnlake.schema.Schema;

/** What a writer needs to know of a table: its protocol and metadata. Immutable. */
public record TableHead(Protocol protocol, Metadata metadata) {
  public TableHead {
    Objects.requireNonNull(protocol, "protocol");
    Objects.requireNonNull(metadata, "metadata");
  }

  public Schema schema() {
    return metadata.schema();
  }

  public ColumnMapping columnMapping() {
    return protocol.columnMapping(metadata);
  }
}
