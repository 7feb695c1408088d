package org.tarnlake.crash.power;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * A file system in a file, mounted through a loop device, whose power can be cut. Needs Linux,
 * root, perl and the file system's mkfs. One thread at a time.
 *
 * <p>The cut is the file system's own shutdown request without a flush of its log: what it has not
 * handed to the device by then never comes there, and every later call fails. What it has handed
 * over survives, so this is a machine that stops, not a disk that lies about its cache.
 */
public final class Image implements AutoCloseable {
  /** The kinds of file systems that know the request. */
  public enum Type {
    EXT4("-F"),
    XFS("-f");

    private final String force;

    Type(String force) {
      this.force = force;
    }

    String mkfs() {
      return "mkfs." + name().toLowerCase(Locale.ROOT);
    }
  }

  /** The name of the folder that images are mounted on. */
  static final String MOUNT_POINT = "mounted";

  private static final long SIZE_BYTES = 512L << 20;
  private static final int COMMAND_SECONDS = 60;
  private static final int UNMOUNT_ATTEMPTS = 200;
  private static final int UNMOUNT_PAUSE_MILLIS = 25;

  /** FS_IOC_SHUTDOWN, {@code _IOR('X', 125, __u32)}, with the flag NOLOGFLUSH. */
  private static final String SHUTDOWN =
      "my $f; my $flag = pack('L', 2); open($f, '<', $ARGV[0]) && ioctl($f, 0x8004587d, $flag) ||"
          + " die $!";

  private final Path file;
  private final Path mountPoint;
  private boolean mounted;

  private Image(Path folder) throws IOException {
    file = folder.resolve("image");
    mountPoint = Files.createDirectories(folder.resolve(MOUNT_POINT));
  }

  /** Makes an empty file system in a folder and mounts it. */
  public static Image create(Path folder, Type type) throws IOException {
    Image image = new Image(folder);
    Files.deleteIfExists(image.file);
    run("truncate", "-s", String.valueOf(SIZE_BYTES), image.file.toString());
    run(type.mkfs(), "-q", type.force, image.file.toString());
    image.mount();
    return image;
  }

  /** Why there can be no images on this machine; empty if there can. */
  public static String obstacle(Path folder, Type type) {
    try (Image image = create(folder, type)) {
      image.cut();
      return "";
    } catch (IOException e) {
      return "%s images cannot be mounted and shut down here (root, loop devices, perl and %s are needed): %s"
          .formatted(type, type.mkfs(), e.getMessage());
    }
  }

  /** Where it is mounted. */
  public Path mountPoint() {
    return mountPoint;
  }

  public void mount() throws IOException {
    run("mount", "-o", "loop", file.toString(), mountPoint.toString());
    mounted = true;
  }

  /** Cuts the power. Nothing that is written from now on, or not on the device yet, survives. */
  public void cut() throws IOException {
    run("perl", "-e", SHUTDOWN, mountPoint.toString());
  }

  /** Unmounts it, once nobody has a file of it open any more. */
  public void unmount() throws IOException {
    for (int attempt = 1; mounted; attempt++) {
      try {
        run("umount", mountPoint.toString());
        mounted = false;
      } catch (IOException e) {
        if (attempt == UNMOUNT_ATTEMPTS) {
          throw e;
        }
        pause();
      }
    }
  }

  @Override
  public void close() throws IOException {
    unmount();
    Files.deleteIfExists(file);
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(UNMOUNT_PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static void run(String... words) throws IOException {
    List<String> command = new ArrayList<>(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(command.get(0) + " failed: " + said.trim());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } finally {
      process.destroyForcibly();
    }
  }
}
