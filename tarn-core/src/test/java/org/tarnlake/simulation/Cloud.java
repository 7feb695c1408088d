package org.tarnlake.simulation;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectInfo;

/**
 * The objects that all processes share. Guarded by the baton.
 *
 * <p>A listing may lack an object for a while as long as nobody was told that it exists: the
 * store's contract makes visible what a put returned for, and leaves open the rest. Reads never
 * lag: of what no put returned for, a read that fails to find it is the same as one that came
 * before.
 */
final class Cloud {
  private final MemoryStore objects;
  private final StoreRules rules;
  private final World world;
  private final Lie lie;
  private final Map<String, Long> unlistedUntil = new HashMap<>();

  /** How a store may break its contract, to see that a run then fails. */
  enum Lie {
    NONE,
    /** A name may be taken twice: the last one wins. */
    OVERWRITES,
    /** One creation of eight is reported and does not happen. */
    FORGETS,
    /** One read of eight does not find what is there. */
    OVERLOOKS
  }

  Cloud(World world, MemoryStore objects, StoreRules rules, Lie lie) {
    this.world = world;
    this.lie = lie;
    this.objects = objects;
    this.rules = rules;
  }

  /** The objects themselves, for reading. */
  MemoryStore objects() {
    return objects;
  }

  /** A request to create arrives. */
  boolean create(String name, byte[] content, long lagMillis) {
    if (lie == Lie.FORGETS && world.now() % 8 == 0) {
      return true;
    }
    if (lie == Lie.OVERWRITES) {
      objects.put(name, content);
    } else if (!objects.putIfAbsent(name, content)) {
      return false;
    }
    rules.created(name, content);
    if (lagMillis > 0) {
      unlistedUntil.put(name, world.now() + lagMillis);
    }
    return true;
  }

  /** Somebody is told that an object exists. */
  void told(String name) {
    unlistedUntil.remove(name);
  }

  /** A request to replace arrives. */
  void replace(String name, byte[] content) {
    rules.replaced(name);
    objects.put(name, content);
  }

  /** A request to delete arrives. */
  void delete(String name) {
    rules.deleted(name);
    objects.delete(name);
  }

  byte[] get(String name) throws IOException {
    if (lie == Lie.OVERLOOKS && world.now() % 8 == 0) {
      throw new NoSuchFileException(name);
    }
    return objects.get(name);
  }

  /** A listing, which may lag behind. */
  List<ObjectInfo> list(String prefix, String startAfter) {
    List<ObjectInfo> listed = objects.list(prefix, startAfter);
    if (unlistedUntil.isEmpty()) {
      return listed;
    }
    return listed.stream()
        .filter(object -> unlistedUntil.getOrDefault(object.name(), 0L) <= world.now())
        .toList();
  }
}
