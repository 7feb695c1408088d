package org.tarnlake.table.action;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file that tells which rows a commit changed (PROTOCOL.md, "Add CDC File"). It is no part of the
 * table. Immutable.
 *
 * @param path a URI, as that of a data file
 * @param partitionValues as of a data file
 * @param sizeBytes its size
 * @param tags what writers keep beside the file, as of a data file
 */
public record CdcFile(
    String path,
    Map<String, @Nullable String> partitionValues,
    long sizeBytes,
    Map<String, @Nullable String> tags)
    implements Action {
  public CdcFile {
    Objects.requireNonNull(path, "path");
    partitionValues = Collections.unmodifiableMap(new LinkedHashMap<>(partitionValues));
    tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
  }

  /** The file of changes that was written as a data file would have been. */
  public static CdcFile of(AddFile file) {
    return new CdcFile(file.path(), file.partitionValues(), file.sizeBytes(), file.tags());
  }

  /** The same file, to be read as a data file is. */
  public AddFile asData() {
    return new AddFile(path, partitionValues, sizeBytes, 0, false, null, null, null, tags, null);
  }
}
