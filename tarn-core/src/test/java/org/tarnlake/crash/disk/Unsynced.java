package org.tarnlake.crash.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a disk would keep if power went now: content and folder entries as last synced, and of
 * everything since then whatever the disk happened to write. Safe for many threads.
 *
 * <p>More is allowed to get lost than on any one file system:
 *
 * <ol>
 *   <li>Syncing a file keeps its content, and says nothing of its name.
 *   <li>Syncing a folder keeps its entries, and says nothing of what they name, nor of its own
 *       name.
 *   <li>What was not synced is kept or lost, each change for itself, in whatever order.
 *   <li>A file that was not synced may be empty, cut off, full of zeros, or a mixture of old and
 *       new.
 *   <li>After a sync that failed, no later sync of that file keeps what was written before.
 * </ol>
 */
final class Unsynced {
  private static final int BLOCK_BYTES = 512;

  /** A file or folder, whatever names it has. */
  private sealed interface Node permits FileNode, FolderNode {}

  private static final class FileNode implements Node {
    byte[] now = new byte[0];
    byte[] synced = new byte[0];
    boolean clean;
    boolean lostASync;
  }

  private static final class FolderNode implements Node {
    final Map<String, Node> now = new LinkedHashMap<>();
    final Map<String, Node> synced = new TreeMap<>();
  }

  /** An entry of a folder that was set, or removed if the node is null, and not synced yet. */
  private record Change(FolderNode folder, String name, @Nullable Node node) {}

  private final Path root;
  private final FolderNode top;
  private final List<Change> pending = new ArrayList<>();

  /** What lies in a folder now counts as synced. */
  Unsynced(Path root) throws IOException {
    this.root = root;
    this.top = readFolder(root);
  }

  private static FolderNode readFolder(Path path) throws IOException {
    FolderNode folder = new FolderNode();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(path)) {
      for (Path child : children) {
        Node node = Files.isDirectory(child) ? readFolder(child) : readFile(child);
        folder.now.put(name(child), node);
        folder.synced.put(name(child), node);
      }
    }
    return folder;
  }

  private static FileNode readFile(Path path) throws IOException {
    FileNode file = new FileNode();
    file.now = Files.readAllBytes(path);
    file.synced = file.now;
    file.clean = true;
    return file;
  }

  synchronized void create(Path path) {
    set(path, new FileNode());
  }

  synchronized void makeFolder(Path path) {
    set(path, new FolderNode());
  }

  synchronized void link(Path path, Path existing) {
    set(path, node(existing));
  }

  synchronized void move(Path from, Path to) {
    set(to, node(from));
    set(from, null);
  }

  synchronized void delete(Path path) {
    set(path, null);
  }

  synchronized void write(Path path, ByteBuffer bytes, long position) {
    FileNode file = file(path);
    int end = Math.toIntExact(position) + bytes.remaining();
    byte[] grown = Arrays.copyOf(file.now, Math.max(end, file.now.length));
    bytes.duplicate().get(grown, (int) position, bytes.remaining());
    file.now = grown;
    file.clean = false;
  }

  synchronized void sync(Path path) {
    if (!path.startsWith(root)) {
      return;
    }
    if (node(path) instanceof FolderNode folder) {
      for (Change change : pending) {
        if (change.folder == folder) {
          apply(change);
        }
      }
      pending.removeIf(change -> change.folder == folder);
      return;
    }
    FileNode file = file(path);
    if (!file.lostASync) {
      file.synced = file.now;
      file.clean = true;
    }
  }

  synchronized void failSync(Path path) {
    if (path.startsWith(root) && node(path) instanceof FileNode file && !file.clean) {
      file.lostASync = true;
    }
  }

  private void set(Path path, @Nullable Node node) {
    FolderNode folder = folder(path.getParent());
    if (node == null) {
      folder.now.remove(name(path));
    } else {
      folder.now.put(name(path), node);
    }
    pending.add(new Change(folder, name(path), node));
  }

  private static void apply(Change change) {
    if (change.node == null) {
      change.folder.synced.remove(change.name);
    } else {
      change.folder.synced.put(change.name, change.node);
    }
  }

  private Node node(Path path) {
    Node node = top;
    for (Path part : root.relativize(path)) {
      if (!part.toString().isEmpty()) {
        Node child = ((FolderNode) node).now.get(part.toString());
        if (child == null) {
          throw new AssertionError(path + " is not known to be there");
        }
        node = child;
      }
    }
    return node;
  }

  private FolderNode folder(@Nullable Path path) {
    if (path == null) {
      throw new AssertionError("not below " + root);
    }
    return (FolderNode) node(path);
  }

  private FileNode file(Path path) {
    return (FileNode) node(path);
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  /** Writes what survives a power cut into an empty folder. Ends the use of this object. */
  synchronized void survivors(PowerCut cut, SplittableRandom random, Path folder) {
    cut.kept(pending, random).forEach(Unsynced::apply);
    try {
      write(top, folder, cut, random);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(FolderNode from, Path to, PowerCut cut, SplittableRandom random)
      throws IOException {
    for (Map.Entry<String, Node> entry : from.synced.entrySet()) {
      Path path = to.resolve(entry.getKey());
      if (entry.getValue() instanceof FolderNode folder) {
        Files.createDirectory(path);
        write(folder, path, cut, random);
      } else if (entry.getValue() instanceof FileNode file) {
        Files.write(path, file.clean ? file.synced : torn(file, cut, random));
      }
    }
  }

  /** What was made of a file that was not synced, block by block. */
  private static byte[] torn(FileNode file, PowerCut cut, SplittableRandom random) {
    if (cut.keepsContent(random)) {
      return file.now;
    }
    int length = random.nextInt(3) == 0 ? file.now.length : random.nextInt(file.now.length + 1);
    byte[] torn = new byte[random.nextInt(4) == 0 ? file.synced.length : length];
    for (int block = 0; block < torn.length; block += BLOCK_BYTES) {
      byte[] source = random.nextBoolean() ? file.synced : random.nextBoolean() ? file.now : torn;
      int end = Math.min(Math.min(block + BLOCK_BYTES, torn.length), source.length);
      if (end > block) {
        System.arraycopy(source, block, torn, block, end - block);
      }
    }
    return torn;
  }
}
