package org.tarnlake.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.tarnlake.cli.terminal.Failure;

/**
 * The marks that an import leaves in the log of a table, in the commit that has its rows, so that
 * the same import is not done twice. Stateless.
 */
final class ImportMark {
  private static final String PREFIX = "tarn import ";

  /** What is recorded with a mark; that it is there is all that counts. */
  static final long VERSION = 1;

  private ImportMark() {}

  /** The mark of an import that the user called so. */
  static String ofId(String id) {
    return PREFIX + "--id " + id;
  }

  static boolean isOfId(String mark) {
    return mark.startsWith(PREFIX + "--id ");
  }

  /**
   * The mark of a file: its absolute path and its content, which is read for that.
   *
   * @throws Failure if it can be read only once
   */
  static String ofFile(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new Failure(
          Files.exists(file) || file.toString().equals("-")
              ? "%s can be read only once, so that --once cannot tell it from others; name the import by --id"
                  .formatted(file)
              : "%s does not exist; check the path".formatted(file));
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(file.toAbsolutePath().normalize().toString().getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      return PREFIX + "--once " + HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new Failure("cannot read %s: %s".formatted(file, e.getMessage()), e);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
