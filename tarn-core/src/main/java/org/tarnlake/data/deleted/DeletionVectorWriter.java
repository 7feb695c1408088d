package org.tarnlake.data.deleted;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * The bytes of a file of deletion vectors (PROTOCOL.md, "Deletion Vector File Storage Format"). One
 * thread at a time.
 */
public final class DeletionVectorWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /**
   * Where a vector stands in the file.
   *
   * @param offset the byte at which it begins
   * @param sizeBytes of the vector itself
   */
  public record Place(int offset, int sizeBytes) {}

  public DeletionVectorWriter() {
    out.write(DeletionVectorFiles.VERSION);
  }

  /** Adds a vector. */
  public Place add(DeletedRows rows) {
    byte[] vector = rows.toBytes();
    CRC32 crc = new CRC32();
    crc.update(vector);
    int offset = out.size();
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(vector.length).array());
    out.writeBytes(vector);
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array());
    return new Place(offset, vector.length);
  }

  public byte[] toBytes() {
    return out.toByteArray();
  }
}
