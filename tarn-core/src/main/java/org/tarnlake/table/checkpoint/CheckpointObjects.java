package org.tarnlake.table.checkpoint;

import java.util.List;
import org.tarnlake.store.ObjectInfo;

/**
 * The objects of a checkpoint: one, or the parts of one in their order.
 *
 * @param version of the table
 */
public record CheckpointObjects(long version, List<ObjectInfo> objects) {
  public CheckpointObjects {
    objects = List.copyOf(objects);
  }

  public static CheckpointObjects whole(long version, ObjectInfo object) {
    return new CheckpointObjects(version, List.of(object));
  }

  /** The first object, by which messages name it. */
  String name() {
    return objects.get(0).name();
  }

  boolean isJson() {
    return name().endsWith(".json");
  }
}
