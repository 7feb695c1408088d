package org.tarnlake.transaction;

import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tarnlake.lake.CatalogTable;
import org.tarnlake.lake.LakeState;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.TableName;
import org.tarnlake.table.action.Metadata;
import org.tarnlake.table.action.Protocol;
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

  /** Makes protocol and metadata of a new table. */
  @FunctionalInterface
  public interface NewHead {
    TableHead make(String id, String name, long createdMillis);

    /** For a table without rows. Throws InvalidDataException if names of columns do not do. */
    static NewHead of(Schema schema) {
      schema.requireNewNames();
      return (id, name, createdMillis) ->
          new TableHead(
              Protocol.forNewTable(schema.columns()),
              Metadata.forNewTable(id, name, schema, createdMillis));
    }
  }

  /**
   * Whether the lake has it that a transaction reads, which neither made it nor brought it back.
   */
  boolean isIn(LakeState read) {
    return read.catalog().findById(id) != null;
  }

  /**
   * A table that a transaction makes.
   *
   * @param base the lake version that it reads
   * @param others the tables that it made or renamed
   */
  static OwnTable make(
      LakeContext lake, LakeState base, Collection<OwnTable> others, TableName name, NewHead head) {
    String id = lake.environment().newUuid().toString();
    String location =
        new Locations(lake.store(), lake.log(), base.catalog(), others).choose(name, id);
    long now = lake.environment().clock().millis();
    return new OwnTable(id, name, location, head.make(id, name.toString(), now), null);
  }
}
