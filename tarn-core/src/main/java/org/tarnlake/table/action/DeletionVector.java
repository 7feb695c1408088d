package org.tarnlake.table.action;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where the positions of a data file's deleted rows stand (PROTOCOL.md, "Deletion Vectors").
 *
 * @param storageType {@code u}: a file named by a UUID in the table's folder; {@code p}: a file at
 *     an absolute path; {@code i}: inline
 * @param pathOrInline which file, or the vector itself in Z85
 * @param offset at which byte of the file the vector begins; null where it is inline
 * @param sizeBytes of the vector itself
 * @param cardinality how many rows it deletes
 */
public record DeletionVector(
    String storageType,
    String pathOrInline,
    @Nullable Integer offset,
    int sizeBytes,
    long cardinality) {

  public DeletionVector {
    Objects.requireNonNull(storageType, "storageType");
    Objects.requireNonNull(pathOrInline, "pathOrInline");
  }

  /** A vector in a file of the table's folder, see {@link DeltaNames#vectors}. */
  public static DeletionVector inFile(UUID file, int offset, int sizeBytes, long cardinality) {
    return new DeletionVector("u", text(file), offset, sizeBytes, cardinality);
  }

  /** The same vector in a copy of its file, in the table's folder. */
  public DeletionVector movedTo(UUID file) {
    return new DeletionVector("u", text(file), offset, sizeBytes, cardinality);
  }

  private static String text(UUID file) {
    ByteBuffer id = ByteBuffer.allocate(2 * Long.BYTES);
    id.putLong(file.getMostSignificantBits()).putLong(file.getLeastSignificantBits());
    return Z85.encode(id.array());
  }

  /** What tells two vectors of one data file apart (PROTOCOL.md, "Derived Fields"). */
  public String uniqueId() {
    return storageType + pathOrInline + (offset == null ? "" : "@" + offset);
  }
}
