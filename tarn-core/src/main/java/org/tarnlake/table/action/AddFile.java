package org.tarnlake.table.action;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A data file becomes part of the table.
 *
 * @param path a URI, relative to the table's location unless absolute; percent-decoded once
 * @param partitionValues a value for each partition column, by its physical name, null standing for
 *     null
 * @param sizeBytes its size
 * @param modifiedMillis when it was made, in milliseconds since 1970
 * @param dataChange whether the rows are new to the table
 * @param statistics the statistics as JSON, see {@link
 *     org.tarnlake.table.statistics.StatisticsJson}
 * @param deletionVector which of its rows are deleted; null if none
 * @param rowIds what row tracking keeps; null without it
 * @param tags what writers keep beside the file
 * @param clusteringProvider which program clustered the file; null if none
 */
public record AddFile(
    String path,
    Map<String, @Nullable String> partitionValues,
    long sizeBytes,
    long modifiedMillis,
    boolean dataChange,
    @Nullable String statistics,
    @Nullable DeletionVector deletionVector,
    @Nullable RowIds rowIds,
    Map<String, @Nullable String> tags,
    @Nullable String clusteringProvider)
    implements Action {

  /** The tag that says what the footer of a file is known by. */
  private static final String FOOTER_CRC = "tarn.footerCrc32c";

  public AddFile {
    Objects.requireNonNull(path, "path");
    partitionValues = copy(partitionValues);
    String footerCrc = tags.size() == 1 ? tags.get(FOOTER_CRC) : null;
    // Most files have this tag alone, and share its name.
    tags = footerCrc == null ? copy(tags) : Collections.singletonMap(FOOTER_CRC, footerCrc);
  }

  /** The class of unmodifiable maps of one entry. */
  private static final Class<?> SINGLETON = Collections.singletonMap("", "").getClass();

  /** Map.copyOf refuses the null values that partition values may have. */
  private static Map<String, @Nullable String> copy(Map<String, @Nullable String> map) {
    if (map.getClass() == SINGLETON) {
      return map;
    }
    if (map.size() == 1) {
      // Most maps have one entry, and a table may have millions of them.
      Map.Entry<String, @Nullable String> only = map.entrySet().iterator().next();
      return Collections.singletonMap(only.getKey(), only.getValue());
    }
    return map.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  /** A file without deleted rows and without what only some tables keep. */
  public AddFile(
      String path,
      Map<String, @Nullable String> partitionValues,
      long sizeBytes,
      long modifiedMillis,
      boolean dataChange,
      @Nullable String statistics) {
    this(
        path,
        partitionValues,
        sizeBytes,
        modifiedMillis,
        dataChange,
        statistics,
        null,
        null,
        Map.of(),
        null);
  }

  /** The same file, with what its footer is known by. */
  public AddFile withFooterCrc(String crc) {
    Map<String, @Nullable String> more = new LinkedHashMap<>(tags);
    more.put(FOOTER_CRC, crc);
    return with(rowIds, more);
  }

  /**
   * What the footer of the file is known by, see {@link org.tarnlake.data.read.DataFiles#open};
   * null of a file that another program added.
   */
  public @Nullable String footerCrc() {
    return tags.get(FOOTER_CRC);
  }

  /** The same file, of which other rows are deleted; a change of the table's rows. */
  public AddFile withDeleted(@Nullable DeletionVector vector, @Nullable String newStatistics) {
    return new AddFile(
        path,
        partitionValues,
        sizeBytes,
        modifiedMillis,
        true,
        newStatistics,
        vector,
        rowIds,
        tags,
        clusteringProvider);
  }

  /** A copy of the file in another table. */
  public AddFile copied(String newPath, @Nullable DeletionVector vector) {
    return new AddFile(
        newPath,
        partitionValues,
        sizeBytes,
        modifiedMillis,
        true,
        statistics,
        vector,
        rowIds,
        tags,
        clusteringProvider);
  }

  public AddFile withRowIds(RowIds ids) {
    return with(ids, tags);
  }

  /** The same file, of which something else is said than which rows the table has. */
  public AddFile unchanged() {
    return new AddFile(
        path,
        partitionValues,
        sizeBytes,
        modifiedMillis,
        false,
        statistics,
        deletionVector,
        rowIds,
        tags,
        clusteringProvider);
  }

  private AddFile with(@Nullable RowIds ids, Map<String, @Nullable String> newTags) {
    return new AddFile(
        path,
        partitionValues,
        sizeBytes,
        modifiedMillis,
        dataChange,
        statistics,
        deletionVector,
        ids,
        newTags,
        clusteringProvider);
  }

  /** The number of rows in the file, from the statistics; -1 if they do not say. */
  public long physicalRowCount() {
    return statistics == null ? -1 : ActionReader.rowCount(statistics);
  }

  /** The number of rows that are not deleted, from the statistics; -1 if they do not say. */
  public long rowCount() {
    long physical = physicalRowCount();
    return physical < 0 || deletionVector == null
        ? physical
        : Math.max(0, physical - deletionVector.cardinality());
  }
}
