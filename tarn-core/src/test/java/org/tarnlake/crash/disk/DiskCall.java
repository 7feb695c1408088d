package org.tarnlake.crash.disk;

import java.nio.file.Path;

/**
 * One call to the file system. Immutable.
 *
 * @param number counts all calls from 1
 * @param path what it is about; of a link or a move the new name
 */
public record DiskCall(long number, Kind kind, Path path) {
  /** What is asked for. Closing a file is no call. */
  public enum Kind {
    CREATE,
    WRITE,
    SYNC,
    SYNC_FOLDER,
    LINK,
    MOVE,
    MAKE_FOLDER,
    DELETE,
    OPEN,
    READ,
    LIST,
    LOOK
  }

  /** Whether it may change what is on the disk, or how durable that is. */
  public boolean isWrite() {
    return switch (kind) {
      case CREATE, WRITE, SYNC, SYNC_FOLDER, LINK, MOVE, MAKE_FOLDER, DELETE -> true;
      case OPEN, READ, LIST, LOOK -> false;
    };
  }

  @Override
  public String toString() {
    return "call %d, %s of %s".formatted(number, kind, path);
  }
}
