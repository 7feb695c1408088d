package org.tarnlake.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.testing.Folders;

/**
 * The tables of {@link SparkTables} in {@code target/spark-tables}, each written when a test first
 * asks for it. Nothing else writes to them. Safe for many threads.
 */
final class WrittenTables {
  private static final Path PARENT = emptyFolder();
  private static final Map<String, List<List<@Nullable Object>>> WRITTEN = new HashMap<>();

  private WrittenTables() {}

  private static Path emptyFolder() {
    Path folder = Path.of("target", "spark-tables").toAbsolutePath();
    try {
      Folders.delete(folder);
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path parent() {
    return PARENT;
  }

  static Path folder(SparkTable table) {
    return PARENT.resolve(table.name());
  }

  /** Writes a table if that was not done yet; returns its rows as Spark reads them. */
  static synchronized List<List<@Nullable Object>> write(SparkTable table) throws Exception {
    List<List<@Nullable Object>> rows = WRITTEN.get(table.name());
    if (rows == null) {
      rows = table.write(PARENT);
      WRITTEN.put(table.name(), rows);
    }
    return rows;
  }
}
