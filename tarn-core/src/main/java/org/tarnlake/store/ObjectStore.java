package org.tarnlake.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.argument.Argument;

/**
 * A flat map from object names to immutable bytes: everything Tarn needs from storage. Safe for
 * many threads.
 *
 * <p>{@link ObjectNames} says which names are allowed; others are refused with an {@link
 * IllegalArgumentException} before anything is done. Whether an object may be called like the
 * folder of another ({@code a} and {@code a/b}) is up to the store. Every implementation
 * guarantees:
 *
 * <ol>
 *   <li><b>Atomicity.</b> No reader observes a partly written object.
 *   <li><b>Exclusivity.</b> Of all {@link #putIfAbsent} calls and {@link Upload#commit} calls for
 *       one name, by any process, at most one returns {@code true}.
 *   <li><b>Durability.</b> An object whose creation was reported with {@code true}, or whose
 *       existence was reported with {@code false}, survives a crash of the process and, on a local
 *       disk, of the machine.
 *   <li><b>Visibility.</b> A put that returned happens before every read and list that starts
 *       later.
 *   <li><b>Cleanliness.</b> Temporary objects never match a name that {@link #list} returns.
 * </ol>
 *
 * <p>An {@link IOException} from {@code putIfAbsent} means <em>the outcome is unknown</em>: the
 * object may exist, now or later. A caller that needs to know reads the name back.
 *
 * <p>A store on a server, of any vendor, moreover guarantees:
 *
 * <ol>
 *   <li>An object is created by one conditional request. One whose outcome is open is repeated as
 *       it was, and the object's metadata tells whose it is: whoever created an object hears that,
 *       also if the first answer was lost.
 *   <li>An interrupt neither fails nor shortens a call; the thread's flag stays set.
 *   <li>Before the first write of a process to a bucket, several writers race for one name. A
 *       server that does not honour the condition is refused, and nothing is written.
 *   <li>A large upload goes in pieces, which nobody sees before its end, nor ever if it fails or is
 *       closed.
 *   <li>Names in {@code _tarn/tmp} are the store's own.
 * </ol>
 */
public interface ObjectStore extends Closeable {

  /**
   * Creates an object unless its name is taken.
   *
   * @return whether this call created it; {@code false} leaves the existing object untouched
   * @throws NothingWrittenException if certainly nothing was created
   * @throws IOException if the outcome is unknown
   */
  boolean putIfAbsent(String name, byte[] content) throws IOException;

  /**
   * Creates objects one after the other, until one's name is taken: as so many calls of {@link
   * #putIfAbsent}, and perhaps cheaper. All that it created is durable when it returns; if the
   * machine crashes before, any of them may be gone and later ones there, each whole.
   *
   * @param objects their contents by name, in the order in which they are to appear
   * @return how many of them, from the first on, this call created
   * @throws IOException if it is unknown which of them were created
   */
  default int putAllIfAbsent(Map<String, byte[]> objects) throws IOException {
    Argument.require(objects, "objects", "a Map");
    int created = 0;
    for (Map.Entry<String, byte[]> object : objects.entrySet()) {
      if (!putIfAbsent(object.getKey(), object.getValue())) {
        return created;
      }
      created++;
    }
    return created;
  }

  /**
   * Starts an object that is written piece by piece and appears only with {@link Upload#commit}.
   */
  Upload upload(String name) throws IOException;

  /**
   * Creates or replaces an object, atomically but not durably: a crash of the machine may lose or
   * tear it. For hints only, whose readers tolerate garbage.
   */
  void put(String name, byte[] content) throws IOException;

  /**
   * The whole content of an object.
   *
   * @throws NoSuchFileException if there is none of that name
   */
  byte[] get(String name) throws IOException;

  /**
   * {@code length} bytes of an object, from {@code offset} on; fewer where it ends earlier.
   *
   * @throws IndexOutOfBoundsException if the offset or the length is negative
   * @throws NoSuchFileException if there is none of that name
   */
  byte[] getRange(String name, long offset, int length) throws IOException;

  /**
   * The objects whose names start with {@code prefix} and come after {@code startAfter} (empty:
   * all), ordered by the UTF-8 bytes of their names.
   */
  List<ObjectInfo> list(String prefix, String startAfter) throws IOException;

  /**
   * Creates an object with the bytes of another one, unless its name is taken. Where the other one
   * is of the same store, both may share their bytes.
   *
   * @param from the store of the other object
   * @return whether this call created it; {@code false} leaves the existing object untouched
   * @throws NoSuchFileException if there is nothing to copy
   * @throws IOException if the outcome is unknown
   */
  default boolean copy(ObjectStore from, String object, String name) throws IOException {
    Argument.require(from, "from", "an ObjectStore");
    ObjectNames.check(name);
    int pieceBytes = 8 << 20;
    long size = from.size(object);
    if (size <= pieceBytes) {
      return putIfAbsent(name, from.get(object));
    }
    try (Upload upload = upload(name)) {
      while (upload.sizeBytes() < size) {
        byte[] piece = from.getRange(object, upload.sizeBytes(), pieceBytes);
        if (piece.length == 0) {
          throw new IOException("%s ends after %s bytes".formatted(object, upload.sizeBytes()));
        }
        upload.write(piece);
      }
      return upload.commit();
    }
  }

  /** Deletes an object; does nothing if there is none. */
  void delete(String name) throws IOException;

  /**
   * The size of an object in bytes.
   *
   * @throws NoSuchFileException if there is none of that name
   */
  long size(String name) throws IOException;

  /**
   * Whether the objects are files of this machine: to read a small one costs little beside writing
   * one, and one that another process made may be read before it is durable. Elsewhere what can be
   * read is durable.
   */
  default boolean isLocal() {
    return false;
  }

  /**
   * What tells this store from every other one, of other servers too, as long as its objects last;
   * never a secret. What is read from a store that has none is not kept for other processes.
   */
  default @Nullable String identity() {
    return null;
  }

  /** A name for messages: the folder or the bucket and prefix, never a secret. */
  String location();
}
