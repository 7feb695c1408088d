package org.tarnlake.store.cache;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.env.Environment;
import org.tarnlake.store.ObjectStore;

/**
 * A cache on the local disk of immutable objects of stores elsewhere, shared by all processes of a
 * user. Safe for many threads.
 *
 * <p>A cache changes no answer and makes none fail: what it cannot do, the store does.
 */
public final class StoreCache {
  /** Its number changes with what the files have. */
  private static final String BLOCKS = "blocks-1";

  private final BlockFolder blocks;

  private StoreCache(BlockFolder blocks) {
    this.blocks = blocks;
  }

  /**
   * The cache that the environment names.
   *
   * @param variables {@code TARN_CACHE} is a folder, or {@code off}; without it the folder {@code
   *     tarn} in that of the user's caches. {@code TARN_CACHE_BYTES} is what it may hold; 4 GiB if
   *     unset, and never more than a tenth of what the disk has free or the cache has
   * @return null if there is none
   * @throws org.tarnlake.error.InvalidDataException if a variable cannot be understood
   */
  public static @Nullable StoreCache of(Map<String, String> variables, Environment environment) {
    CacheSettings settings = CacheSettings.of(variables, System.getProperty("os.name", ""));
    if (settings == null) {
      return null;
    }
    Path root = settings.folder().resolve(BLOCKS);
    BlockFolder blocks = new BlockFolder(root, settings.bytesMax(), environment);
    return blocks.isUsable(settings.isNamed()) ? new StoreCache(blocks) : null;
  }

  /**
   * A store that reads through the cache; the store itself if it is of this machine, or does not
   * tell which one it is. Closing it closes the store.
   *
   * @param lake the id of the lake in it: another one at the same place has other objects
   */
  public ObjectStore over(ObjectStore store, String lake) {
    String identity = store.identity();
    return store.isLocal() || identity == null
        ? store
        : new CachedStore(store, blocks, identity + "\n" + lake);
  }
}
