package org.tarnlake.lake;

import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tarnlake.store.ObjectNames;

/**
 * A small file of a table that travels in the log entry which names it: publication writes it to
 * its path. Immutable.
 */
public final class CarriedFile {
  private static final Pattern PATH =
      Pattern.compile("(?:_change_data/)?[^/]*\\.parquet|[^/]*\\.bin");

  private final String path;
  private final byte[] content;

  /**
   * @param path within the table's folder
   * @param content which is not copied
   * @throws IllegalArgumentException if neither a data file nor one of vectors or of changes is
   *     called so: nothing else is to be written there
   */
  public CarriedFile(String path, byte[] content) {
    if (!PATH.matcher(path).matches()) {
      throw new IllegalArgumentException(
          "no data file travels in an entry as '%s'".formatted(path));
    }
    this.path = ObjectNames.check(path);
    this.content = Objects.requireNonNull(content, "content");
  }

  public String path() {
    return path;
  }

  /** All its bytes, which are not to be changed. */
  public byte[] content() {
    return content;
  }

  /** As {@link org.tarnlake.store.ObjectStore#getRange} of the object that it will be. */
  public byte[] range(long offset, int length) {
    Objects.checkFromIndexSize(offset, length, Long.MAX_VALUE);
    int from = (int) Math.min(offset, content.length);
    return Arrays.copyOfRange(content, from, from + Math.min(length, content.length - from));
  }

  @Override
  public int hashCode() {
    return 31 * path.hashCode() + Arrays.hashCode(content);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CarriedFile file
        && path.equals(file.path)
        && Arrays.equals(content, file.content);
  }

  /** Its path and size. */
  @Override
  public String toString() {
    return "%s of %s bytes".formatted(path, content.length);
  }
}
