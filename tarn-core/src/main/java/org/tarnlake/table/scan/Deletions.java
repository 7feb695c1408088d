package org.tarnlake.table.scan;

import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.tarnlake.data.deleted.DeletedRows;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.FileKey;

/**
 * Rows that are deleted besides those that the files' own vectors delete: by a transaction that has
 * not committed. Immutable.
 */
public final class Deletions {
  /** None. */
  public static final Deletions NONE = new Deletions(HashTreePMap.empty());

  private final HashPMap<FileKey, FileDeletion> files;

  private Deletions(HashPMap<FileKey, FileDeletion> files) {
    this.files = files;
  }

  /** These and the rows of one more file, or more rows of one that is here already. */
  public Deletions and(FileDeletion deletion) {
    FileKey key = FileKey.of(deletion.file());
    FileDeletion before = files.get(key);
    return new Deletions(files.plus(key, before == null ? deletion : before.and(deletion)));
  }

  /** These without what is said of a file. */
  public Deletions without(AddFile file) {
    return new Deletions(files.minus(FileKey.of(file)));
  }

  /** What is deleted of a file; null if nothing is. */
  public @Nullable FileDeletion of(AddFile file) {
    return files.isEmpty() ? null : files.get(FileKey.of(file));
  }

  /** Whether all rows of a file are deleted. */
  public boolean isGone(AddFile file) {
    FileDeletion deletion = of(file);
    return deletion != null && deletion.isWhole();
  }

  /** The deleted rows of a file of which some are left; null if none is deleted. */
  @Nullable DeletedRows rows(AddFile file) {
    FileDeletion deletion = of(file);
    return deletion == null ? null : deletion.rows();
  }

  public boolean isEmpty() {
    return files.isEmpty();
  }

  /** By file, in no order. */
  public Collection<FileDeletion> files() {
    return files.values();
  }

  /** How many rows are deleted. */
  public long rowCount() {
    return files.values().stream().mapToLong(FileDeletion::rowCount).sum();
  }
}
