package org.tarnlake.transaction;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tarnlake.lake.CatalogTable;
import org.tarnlake.schema.TableName;
import org.tarnlake.table.action.TableHead;

/**
 * A table as a transaction sees it. Immutable.
 *
 * @param id as {@link CatalogTable#id}
 * @param name its name within the transaction
 * @param location where its files go
 * @param head its protocol and metadata
 * @param base the table at the lake version that the transaction reads; null if it made it
 */
public record OwnTable(
    String id, TableName name, String location, TableHead head, @Nullable CatalogTable base) {
  public OwnTable {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(location, "location");
    Objects.requireNonNull(head, "head");
  }
}
