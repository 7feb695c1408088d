package org.tarnlake.transaction;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.tarnlake.env.Environment;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.StorageException;
import org.tarnlake.error.TarnException;
import org.tarnlake.lake.LakeLog;
import org.tarnlake.lake.LakeNames;
import org.tarnlake.lake.LogLoader;
import org.tarnlake.lake.LostLake;
import org.tarnlake.schema.TableName;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.store.local.LocalStore;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.table.action.TableHead;
import org.tarnlake.table.log.TableLog;
import org.tarnlake.table.state.TableState;
import org.tarnlake.table.write.LakeMembership;
import org.tarnlake.table.write.WriteRules;

/**
 * Finds the tables that stand in a folder whose lake is gone, so that a new lake can take them in.
 * Changes nothing. One thread at a time.
 */
public final class Adoption {
  private static final String LOG = "/" + DeltaNames.log("");

  private final ObjectStore store;
  private final Environment environment;
  private final List<Found> found = new ArrayList<>();
  private final Map<String, String> locationsByName = new HashMap<>();
  private final Map<String, String> locationsById = new HashMap<>();

  private Adoption(ObjectStore store, Environment environment) {
    this.store = store;
    this.environment = environment;
  }

  /**
   * A table that was found.
   *
   * @param name null if its folder cannot be a table's name
   * @param version -1 if its log cannot be read
   * @param obstacle why it cannot be taken in; null if it can
   */
  public record Found(
      @Nullable TableName name,
      String location,
      long version,
      long fileCount,
      boolean wasInLake,
      @Nullable String obstacle) {}

  /**
   * The tables in a store, by location.
   *
   * @throws InvalidDataException if it is a lake that was used already, or a table, or within a
   *     lake
   */
  public static List<Found> find(ObjectStore store, Environment environment) {
    requireNoLakeAround(store);
    LogLoader.requireNoLogAlone(store);
    if (LogLoader.isLake(store)) {
      // One that was just made, by an adoption that was interrupted, has no entry yet.
      LakeLog log = LogLoader.open(store, environment);
      if (log.latest().version() > 0) {
        throw new InvalidDataException(
            "%s is a lake, and has tables of its own: 'tarn tables' lists them, and 'tarn attach' takes others in; if others are of a lake whose _tarn is lost, move this _tarn away and adopt all of them"
                .formatted(store.location()));
      }
    } else if (LogLoader.isTable(store)) {
      throw new InvalidDataException(
          "%s is itself a Delta table; open it as it is, or name the folder around it"
              .formatted(store.location()));
    }
    Adoption adoption = new Adoption(store, environment);
    adoption.locations().forEach(adoption::look);
    return List.copyOf(adoption.found);
  }

  /** A part of a lake is no lake: its tables belong to the log that is further up. */
  private static void requireNoLakeAround(ObjectStore store) {
    if (!(store instanceof LocalStore)) {
      return;
    }
    Path folder = real(store.location()).getParent();
    for (; folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve(LakeNames.IDENTITY))) {
        throw new InvalidDataException(
            "%s lies in the lake %s, whose tables these are".formatted(store.location(), folder));
      }
    }
  }

  private static Path real(String folder) {
    try {
      return Path.of(folder).toRealPath();
    } catch (IOException e) {
      throw new StorageException(
          "cannot look into %s: %s; try again".formatted(folder, e.getMessage()), e);
    }
  }

  /** The folders that hold a log, those around others first; not those of lakes further down. */
  private Set<String> locations() {
    Set<String> locations = new TreeSet<>();
    List<String> names = StoreAccess.list(store, "", "").stream().map(ObjectInfo::name).toList();
    for (String name : names) {
      int end = name.indexOf(LOG);
      if (end > 0 && !name.startsWith("_")) {
        locations.add(name.substring(0, end));
      }
    }
    return LostLake.withoutLakes(locations, names);
  }

  private void look(String location) {
    long version = -1;
    long files = 0;
    boolean wasInLake = false;
    TableName name = null;
    String obstacle = null;
    try {
      TableState state = new TableLog(store, location).loadNewest();
      TableHead head = new TableHead(state.protocol(), state.metadata());
      version = state.version();
      files = state.fileCount();
      wasInLake = LakeMembership.isInLake(head);
      name = new TableName(List.of(location.split("/")));
      obstacle = obstacle(name, location, head, state.timestampMillis());
    } catch (TarnException e) {
      obstacle = String.valueOf(e.getMessage());
    }
    if (obstacle == null && name != null) {
      locationsByName.put(name.key(), location);
    }
    found.add(new Found(name, location, version, files, wasInLake, obstacle));
  }

  private @Nullable String obstacle(
      TableName name, String location, TableHead head, long timestampMillis) {
    for (Found outer : found) {
      if (Locations.overlap(outer.location, location)) {
        return "it lies within the table at %s, or differs from it by case"
            .formatted(outer.location);
      }
    }
    String sameName = locationsByName.get(name.key());
    if (sameName != null) {
      return "the table at %s has the same name".formatted(sameName);
    }
    if (LakeMembership.isInLake(head)) {
      WriteRules.requireWritableInLake(name.toString(), head);
    } else {
      WriteRules.requireWritable(name.toString(), head);
    }
    Attachment.requireTimely(environment.clock(), location, head, timestampMillis);
    String sameId = locationsById.putIfAbsent(head.metadata().id(), location);
    return sameId == null
        ? null
        : "it has the id of the table at %s, so that one is a copy of the other".formatted(sameId);
  }
}
