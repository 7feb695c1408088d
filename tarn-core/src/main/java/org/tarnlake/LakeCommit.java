package org.tarnlake;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tarnlake.argument.Argument;

/**
 * What one lake version did. Immutable.
 *
 * @param version the lake version
 * @param timestamp when it was committed, as {@link Snapshot#timestamp} tells
 * @param operation in a few words
 * @param isolation {@code snapshot} or {@code serializable}
 * @param writer the program that committed it
 * @param transactions how many transactions share it
 * @param created names of tables that it made
 * @param dropped names of tables that it dropped
 * @param renamed tables that it renamed
 * @param attached names of Delta tables that it took into the lake
 * @param detached names of tables that it gave back
 * @param broughtBack names of tables that were dropped before, and came back
 * @param sequences the numbers that applications recorded with it, see {@link Transaction#sequence}
 * @param tables what it did to each table, under the name that the table had after it
 */
public record LakeCommit(
    long version,
    Instant timestamp,
    String operation,
    String isolation,
    String writer,
    int transactions,
    List<String> created,
    List<String> dropped,
    List<Renamed> renamed,
    List<String> attached,
    List<String> detached,
    List<String> broughtBack,
    Map<String, Long> sequences,
    List<TableChange> tables) {

  public LakeCommit {
    Argument.require(timestamp, "timestamp", "an Instant");
    Argument.require(operation, "operation", "a text");
    Argument.require(isolation, "isolation", "a text");
    Argument.require(writer, "writer", "a text");
    created = Argument.copy(created, "created", "tables' names");
    dropped = Argument.copy(dropped, "dropped", "tables' names");
    renamed = Argument.copy(renamed, "renamed", "Renamed");
    attached = Argument.copy(attached, "attached", "tables' names");
    detached = Argument.copy(detached, "detached", "tables' names");
    broughtBack = Argument.copy(broughtBack, "broughtBack", "tables' names");
    Argument.require(sequences, "sequences", "numbers by application");
    sequences = Collections.unmodifiableMap(new LinkedHashMap<>(sequences));
    tables = Argument.copy(tables, "tables", "TableChanges");
  }

  /** A change of name. */
  public record Renamed(String from, String to) {
    public Renamed {
      Argument.require(from, "from", "a table's name");
      Argument.require(to, "to", "a table's name");
    }
  }

  /**
   * What happened to one table.
   *
   * @param version its new Delta version
   * @param rowsAdded rows of the files added; -1 if their statistics do not say
   * @param filesAdded without those that stay and lose rows
   * @param rowsDeleted rows that went, or came back changed; -1 if the writer did not say
   * @param filesRemoved without those that stay and lose rows
   */
  public record TableChange(
      String name,
      long version,
      long rowsAdded,
      int filesAdded,
      long bytesAdded,
      long rowsDeleted,
      int filesRemoved) {
    public TableChange {
      Argument.require(name, "name", "a table's name");
    }
  }
}
