package org.tarnlake.table.scan;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.deleted.DeletedRows;
import org.tarnlake.data.read.DataFiles;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.table.action.DeletionVector;
import org.tarnlake.table.action.Z85;

/** Reads the deletion vectors of a table, wherever they are stored. Stateless. */
public final class DeletionVectors {
  private static final int UUID_CHARACTERS = 20;

  private DeletionVectors() {}

  /**
   * The rows that a vector deletes.
   *
   * @param location the table's
   * @throws CorruptionException if it is missing, damaged, or of another size or cardinality
   * @throws UnsupportedTableException if it is stored in a way that this version lacks
   * @throws org.tarnlake.error.StorageException if the store fails
   */
  public static DeletedRows load(DataFiles files, String location, DeletionVector vector) {
    return switch (vector.storageType()) {
      case "i" -> inline(vector);
      case "u" -> stored(files, relative(location, vector), vector);
      case "p" -> stored(files, ScanPaths.object(location, vector.pathOrInline()), vector);
      default ->
          throw new UnsupportedTableException(
              "a deletion vector has the storage type '%s', which this version of Tarn lacks; use a newer one"
                  .formatted(vector.storageType()));
    };
  }

  /**
   * The object that holds a vector; null where it is inline.
   *
   * @throws CorruptionException if no object can have such a name
   * @throws UnsupportedTableException if it lies where this version of Tarn cannot read
   */
  public static @Nullable String object(String location, DeletionVector vector) {
    return switch (vector.storageType()) {
      case "u" -> relative(location, vector);
      case "p" -> ScanPaths.object(location, vector.pathOrInline());
      default -> null;
    };
  }

  private static DeletedRows stored(DataFiles files, String object, DeletionVector vector) {
    Integer offset = vector.offset();
    // Without an offset the vector is the only one, and follows the file's version.
    return files.deletedRows(
        object, offset == null ? 1 : offset, vector.sizeBytes(), vector.cardinality());
  }

  /** A file of the table's folder, named by a UUID; what is before that is a folder. */
  private static String relative(String location, DeletionVector vector) {
    String text = vector.pathOrInline();
    int start = text.length() - UUID_CHARACTERS;
    if (start < 0) {
      throw corrupt(vector, "no UUID has %s characters".formatted(text.length()));
    }
    ByteBuffer id = ByteBuffer.wrap(decode(vector, text.substring(start)));
    String name = "deletion_vector_" + new UUID(id.getLong(), id.getLong()) + ".bin";
    String path = start == 0 ? name : text.substring(0, start) + "/" + name;
    return ScanPaths.object(location, path);
  }

  private static DeletedRows inline(DeletionVector vector) {
    byte[] bytes = decode(vector, vector.pathOrInline());
    int size = vector.sizeBytes();
    // Z85 makes the length a multiple of four.
    if (size > bytes.length || bytes.length - size > 3) {
      throw corrupt(vector, "it has %s bytes, not %s".formatted(bytes.length, size));
    }
    try {
      ByteBuffer data = ByteBuffer.wrap(Arrays.copyOf(bytes, size));
      return DeletedRows.parse(data, vector.cardinality());
    } catch (IllegalArgumentException e) {
      throw corrupt(vector, String.valueOf(e.getMessage()));
    }
  }

  private static byte[] decode(DeletionVector vector, String text) {
    try {
      return Z85.decode(text);
    } catch (IllegalArgumentException e) {
      throw corrupt(vector, String.valueOf(e.getMessage()));
    }
  }

  private static CorruptionException corrupt(DeletionVector vector, String what) {
    return new CorruptionException(
        "deletion vector %s is corrupt: %s".formatted(vector.uniqueId(), what));
  }
}
