package org.tarnlake;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.argument.Argument;
import org.tarnlake.env.Environment;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.transaction.Adoption;

/**
 * A Delta table that stands in a folder which may become a lake. Immutable.
 *
 * @param name what it would be called in the lake: its folder, with dots; empty if it cannot be
 * @param location its folder, relative to the lake's
 * @param version the newest that its own log has; -1 if that cannot be read
 * @param fileCount how many data files that version has
 * @param wasInLake whether only a lake may write to it now
 * @param obstacle why it cannot be taken into the lake; null if it can
 */
public record FoundTable(
    String name,
    String location,
    long version,
    long fileCount,
    boolean wasInLake,
    @Nullable String obstacle) {
  public FoundTable {
    Argument.require(name, "name", "a name");
    Argument.require(location, "location", "a folder's path");
  }

  /**
   * The Delta tables that stand in a folder, of which {@link Lake#adopt} can make a lake. Changes
   * nothing.
   *
   * @throws InvalidDataException if the folder is a table, a lake that has been written to, or
   *     within a lake
   */
  public static List<FoundTable> in(Path folder, Environment environment) {
    return Stores.ask("look for tables in", folder, store -> in(store, environment));
  }

  /** As {@link #in(Path, Environment)}, in a store. */
  public static List<FoundTable> in(ObjectStore store, Environment environment) {
    Argument.require(store, "store", "an ObjectStore");
    Argument.require(environment, "environment", "an Environment");
    return Adoption.find(store, environment).stream().map(FoundTable::of).toList();
  }

  static FoundTable of(Adoption.Found found) {
    return new FoundTable(
        found.name() == null ? "" : found.name().toString(),
        found.location(),
        found.version(),
        found.fileCount(),
        found.wasInLake(),
        found.obstacle());
  }
}
