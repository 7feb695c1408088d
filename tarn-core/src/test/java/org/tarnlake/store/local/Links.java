package org.tarnlake.store.local;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How hard links fail, or lie, on some file systems. */
final class Links {
  /** As Linux answers on FAT and exFAT, where names that exist are noticed first. */
  static final LocalCalls.Link REFUSED =
      (name, existing) -> {
        refuseIfExists(name, existing);
        throw new FileSystemException(
            name.toString(), existing.toString(), "Operation not permitted");
      };

  /** As the JDK answers where it knows no links. */
  static final LocalCalls.Link UNSUPPORTED =
      (name, existing) -> {
        throw new UnsupportedOperationException();
      };

  /** As NFS may answer when its first answer was lost and the request is sent again. */
  static final LocalCalls.Link MADE_BUT_SAID_TO_EXIST =
      (name, existing) -> {
        Files.createLink(name, existing);
        throw new FileAlreadyExistsException(name.toString());
      };

  /** As NFS may answer when the server restarts. */
  static final LocalCalls.Link MADE_BUT_SAID_TO_FAIL =
      (name, existing) -> {
        Files.createLink(name, existing);
        throw new FileSystemException(name.toString(), existing.toString(), "Input/output error");
      };

  private Links() {}

  private static void refuseIfExists(Path name, Path existing) throws IOException {
    if (Files.exists(name)) {
      throw new FileAlreadyExistsException(name.toString(), existing.toString(), null);
    }
  }
}
