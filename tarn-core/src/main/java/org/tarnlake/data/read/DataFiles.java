package org.tarnlake.data.read;

import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.bytes.Located;
import org.tarnlake.data.bytes.RecentlyUsed;
import org.tarnlake.data.bytes.StoredFile;
import org.tarnlake.data.deleted.DeletedRows;
import org.tarnlake.data.deleted.DeletionVectorFiles;
import org.tarnlake.data.schema.ColumnMapping;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.work.ReadAhead;

/**
 * The data files of a store, and the deletion vectors beside them. Safe for many threads.
 *
 * <p>Files never change, so the footers of those opened last are kept, and small files with them;
 * so are the vectors.
 *
 * <p>A name that starts with a slash is an absolute path on the disk that the store is on: a table
 * may be the shallow clone of another. The store says whether it may be read.
 */
public final class DataFiles {
  /** How many bytes of footers and small files an open lake keeps; 64 MiB unless this is set. */
  private static final long CACHE_BYTES = Long.getLong("tarn.fileCacheBytes", 64L << 20);

  /** How many requests keep a line busy on which each takes a while. */
  private static final int DISTANT_WIDTH = 16;

  private final ObjectStore store;
  private final @Nullable ExecutorService background;
  private final DeletionVectorFiles vectors;
  private final RecentlyUsed<Key, Footer> footers =
      new RecentlyUsed<>(CACHE_BYTES, footer -> footer.weight());

  private record Key(String name, long sizeBytes, @Nullable String footerCrc) {}

  /** Files of which a reader waits for one request at a time. */
  public DataFiles(ObjectStore store) {
    this(store, null);
  }

  /**
   * @param background sends requests side by side, if the store is not local; null if nothing does
   */
  public DataFiles(ObjectStore store, @Nullable ExecutorService background) {
    this.store = store;
    this.background = store.isLocal() ? null : background;
    this.vectors = new DeletionVectorFiles(store);
  }

  /** Whether answers take so long that many requests should be under way. */
  public boolean areDistant() {
    return background != null;
  }

  /** How many files, or row groups of one, are to be read at the same time. */
  public int width() {
    return areDistant() ? Math.max(DISTANT_WIDTH, ReadAhead.WIDTH) : ReadAhead.WIDTH;
  }

  /** Opens a file of a table without column mapping, whatever its footer is. */
  public DataFile open(String name, long sizeBytes) {
    return open(name, sizeBytes, ColumnMapping.NONE, null);
  }

  /**
   * Opens a file, which reads its footer unless that is known.
   *
   * @param sizeBytes its size, as the log has it
   * @param mapping how the columns that are asked for are found in it
   * @param footerCrc the CRC-32C of its footer, length and magic included, as eight lower-case
   *     hexadecimal digits; null if the log does not have it. The footer has checksums of all else
   *     in a file that Tarn wrote, so no other file passes for it
   * @throws org.tarnlake.error.CorruptionException if it is missing, no Parquet file of that size,
   *     or another file than the log says
   * @throws org.tarnlake.error.UnsupportedTableException if it is encrypted, or where the store
   *     does not read
   * @throws org.tarnlake.error.StorageException if the store fails
   */
  public DataFile open(
      String name, long sizeBytes, ColumnMapping mapping, @Nullable String footerCrc) {
    Key key = new Key(name, sizeBytes, footerCrc);
    Footer footer = footers.find(key);
    if (footer == null) {
      footer =
          Footer.load(
              new StoredFile(Located.of(store, name), name, sizeBytes, background), footerCrc);
      footers.put(key, footer);
    }
    return new DataFile(footer, mapping);
  }

  /**
   * The bytes that a data file or one of vectors has; -1 if there is none of that name.
   *
   * @throws org.tarnlake.error.UnsupportedTableException if it is where the store does not read
   * @throws org.tarnlake.error.StorageException if the store fails
   */
  public long findSize(String name) {
    Located file = Located.of(store, name);
    return StoreAccess.findSize(file.store(), file.name());
  }

  /**
   * Copies a data file or one of vectors into the store.
   *
   * @param copy the name that it gets
   * @throws org.tarnlake.error.CorruptionException if it is missing
   * @throws org.tarnlake.error.UnsupportedTableException if it is where the store does not read
   * @throws org.tarnlake.error.StorageException if the store fails, or the name is taken
   */
  public void copy(String name, String copy) {
    Located file = Located.of(store, name);
    StoreAccess.copy(file.store(), file.name(), store, copy);
  }

  /**
   * Reads a deletion vector from the file that holds it, unless it is known.
   *
   * @param name of that file
   * @param offset where the vector starts in it
   * @param sizeBytes of the vector
   * @param cardinality how many rows it deletes
   * @throws org.tarnlake.error.CorruptionException if the file is missing or what stands there is
   *     no such vector
   * @throws org.tarnlake.error.StorageException if the store fails
   */
  public DeletedRows deletedRows(String name, long offset, int sizeBytes, long cardinality) {
    return vectors.load(name, offset, sizeBytes, cardinality);
  }
}
