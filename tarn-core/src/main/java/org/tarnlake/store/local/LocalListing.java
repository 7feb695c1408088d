package org.tarnlake.store.local;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectNames;

/**
 * One listing of a folder tree in the order of the objects' names. It enters only folders that may
 * hold a name asked for, and asks for the attributes only of such files. One thread at a time.
 */
final class LocalListing {
  private final LocalNames names;
  private final LocalBounds bounds;
  private final String prefix;
  private final String startAfter;
  private final List<ObjectInfo> found = new ArrayList<>();

  LocalListing(LocalNames names, LocalBounds bounds, String prefix, String startAfter) {
    this.names = names;
    this.bounds = bounds;
    this.prefix = prefix;
    this.startAfter = startAfter;
  }

  List<ObjectInfo> run() throws IOException {
    String folder = prefix.substring(0, prefix.lastIndexOf('/') + 1);
    visit(names.folder(folder), folder);
    return Collections.unmodifiableList(found);
  }

  /**
   * A file or folder.
   *
   * @param name its whole name, with a slash at the end if it is a folder: sorted by these, all
   *     that a folder holds is in its place
   */
  private record Child(String name, Path path, BasicFileAttributes attributes) {}

  private void visit(Path folder, String folderName) throws IOException {
    for (Child child : children(folder, folderName)) {
      if (!child.attributes.isDirectory()) {
        found.add(
            new ObjectInfo(
                child.name,
                child.attributes.size(),
                child.attributes.lastModifiedTime().toMillis()));
      } else if (!isLoop(child.path)) {
        visit(child.path, child.name);
      }
    }
  }

  private List<Child> children(Path folder, String folderName) throws IOException {
    List<Child> children = new ArrayList<>();
    boolean beyondBasicPlane = false;
    try (DirectoryStream<Path> paths = bounds.list(folder)) {
      for (Path path : paths) {
        String part = names.part(path);
        if (part == null) {
          continue;
        }
        String name = folderName + part;
        BasicFileAttributes attributes = mayBeAskedFor(name) ? attributesOrNull(path) : null;
        if (attributes == null) {
          continue;
        }
        if (attributes.isDirectory()) {
          children.add(new Child(name + "/", path, attributes));
        } else if (isObject(attributes) && ObjectNames.ORDER.compare(name, startAfter) > 0) {
          children.add(new Child(name, path, attributes));
        }
        beyondBasicPlane |= part.length() > part.codePointCount(0, part.length());
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      // Missing, or removed meanwhile: a folder exists by its objects.
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    // The natural order compares faster, and is the same within the basic plane.
    children.sort(
        Comparator.comparing(
            Child::name, beyondBasicPlane ? ObjectNames.ORDER : Comparator.naturalOrder()));
    return children;
  }

  /** Pipes, sockets and devices are none. */
  private static boolean isObject(BasicFileAttributes attributes) {
    return attributes.isRegularFile() || attributes.isSymbolicLink();
  }

  /** Whether the object of that name, or one in the folder of that name, may be asked for. */
  private boolean mayBeAskedFor(String name) {
    if (!name.startsWith(prefix) || LocalNames.isTemporary(name)) {
      return false;
    }
    if (startAfter.isEmpty()) {
      return true;
    }
    String asFolder = name + "/";
    return ObjectNames.ORDER.compare(asFolder, startAfter) > 0 || startAfter.startsWith(asFolder);
  }

  /**
   * Null if the file vanished meanwhile. A symbolic link that leads where the store does not read
   * is listed as an object, since a name is taken; who reads it is told.
   */
  private @Nullable BasicFileAttributes attributesOrNull(Path path) throws IOException {
    try {
      BasicFileAttributes attributes = attributes(path);
      Path target = attributes.isSymbolicLink() ? bounds.target(path) : null;
      return target == null ? attributes : attributes(target);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  /** Whether a folder is a symbolic link to one that it is in. */
  private static boolean isLoop(Path folder) throws IOException {
    if (!Files.isSymbolicLink(folder)) {
      return false;
    }
    Path real = folder.toRealPath();
    for (Path outer = folder.getParent(); outer != null; outer = outer.getParent()) {
      if (outer.toRealPath().equals(real)) {
        return true;
      }
    }
    return false;
  }
}
