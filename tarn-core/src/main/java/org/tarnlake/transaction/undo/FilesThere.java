package org.tarnlake.transaction.undo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.schema.NameHint;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.DeletionVector;
import org.tarnlake.table.scan.DeletionVectors;
import org.tarnlake.table.scan.ScanPaths;
import org.tarnlake.transaction.LakeContext;
import org.tarnlake.work.Parallel;

/** Looks whether files that are to come back are still there, without reading them. Stateless. */
final class FilesThere {
  private static final int WIDTH = 64;
  private static final long ANY_SIZE = -1;

  private FilesThere() {}

  /**
   * Checks that the store has these data files, with their sizes, and their deletion vectors.
   *
   * @param what comes back, such as {@code table t as of version 3}
   * @throws InvalidDataException that names those which it lacks
   */
  static void require(LakeContext lake, String what, String location, List<AddFile> files) {
    Map<String, Long> objects = new HashMap<>();
    for (AddFile file : files) {
      objects.put(ScanPaths.object(location, file.path()), file.sizeBytes());
      DeletionVector vector = file.deletionVector();
      String object = vector == null ? null : DeletionVectors.object(location, vector);
      if (object != null) {
        objects.put(object, ANY_SIZE);
      }
    }
    List<String> missing = Collections.synchronizedList(new ArrayList<>());
    List<Runnable> looks = new ArrayList<>();
    objects.forEach(
        (object, size) ->
            looks.add(
                () -> {
                  if (!isThere(lake, object, size)) {
                    missing.add(object);
                  }
                }));
    Parallel.run(lake.environment().background(), WIDTH, looks);
    if (!missing.isEmpty()) {
      Collections.sort(missing);
      throw new InvalidDataException(
          "%s needs %s that %s no longer has, or has with another size: %s; nothing was changed; choose a later version, or bring the files back from a backup"
              .formatted(
                  what,
                  missing.size() == 1 ? "a file" : missing.size() + " files",
                  lake.store().location(),
                  NameHint.list(missing)));
    }
  }

  private static boolean isThere(LakeContext lake, String object, long sizeBytes) {
    long found = lake.dataFiles().findSize(object);
    return found >= 0 && (sizeBytes == ANY_SIZE || found == sizeBytes);
  }
}
