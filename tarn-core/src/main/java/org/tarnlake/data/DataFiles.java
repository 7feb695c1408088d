package org.tarnlake.data;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tarnlake.store.ObjectStore;

/**
 * The data files of a store. Safe for many threads.
 *
 * <p>Files never change, so the footers of those opened last are kept, and small files with them.
 */
public final class DataFiles {
  private static final long MAX_BYTES = 64L << 20;

  private final ObjectStore store;
  private final Map<String, Footer> footers = new LinkedHashMap<>(16, 0.75f, true);
  private long weight;

  public DataFiles(ObjectStore store) {
    this.store = store;
  }

  /** Opens a file of a table without column mapping. */
  public DataFile open(String name, long sizeBytes) {
    return open(name, sizeBytes, ColumnMapping.NONE);
  }

  /**
   * Opens a file, which reads its footer unless that is known.
   *
   * @param sizeBytes its size, as the log has it
   * @param mapping how the columns that are asked for are found in it
   * @throws org.tarnlake.error.CorruptionException if it is missing or no Parquet file of that size
   * @throws org.tarnlake.error.UnsupportedTableException if it is encrypted
   * @throws org.tarnlake.error.StorageException if the store fails
   */
  public DataFile open(String name, long sizeBytes, ColumnMapping mapping) {
    synchronized (footers) {
      Footer known = footers.get(name);
      if (known != null && known.file().sizeBytes() == sizeBytes) {
        return new DataFile(known, mapping);
      }
    }
    Footer footer = Footer.load(new StoredFile(store, name, sizeBytes));
    synchronized (footers) {
      Footer before = footers.put(name, footer);
      weight += footer.weight() - (before == null ? 0 : before.weight());
      Iterator<Footer> oldest = footers.values().iterator();
      while (weight > MAX_BYTES && footers.size() > 1) {
        weight -= oldest.next().weight();
        oldest.remove();
      }
    }
    return new DataFile(footer, mapping);
  }
}
