package org.tarnlake.table.write;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.schema.ColumnMapping;
import org.tarnlake.data.write.DataFileWriter;
import org.tarnlake.data.write.FileStatistics;
import org.tarnlake.data.write.WrittenFile;
import org.tarnlake.env.Environment;
import org.tarnlake.error.StorageException;
import org.tarnlake.row.Batch;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.StructType;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.Upload;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.table.action.TableHead;

/**
 * Writes rows of one table into data files under fresh names, one open file for each partition.
 * Nobody sees the files before a commit names them. After a failure it is of no use but to be
 * discarded, since nobody knows which rows are in its files. One thread at a time.
 */
public final class FileWriter implements AutoCloseable {
  /** Each open file costs a descriptor and buffers, however few its rows. */
  private static final int MAX_OPEN = 100;

  private static final String MENDED = "nothing was committed, try again when it is mended";

  private final ObjectStore store;
  private final Environment environment;
  private final String location;
  private final Schema schema;
  private final ColumnMapping mapping;
  private final StructType fileColumns;
  private final Set<List<String>> filtered;
  private final Function<UUID, String> newPath;
  private final IndexedColumns indexed;
  private final long targetFileBytes;
  private final Map<Map<String, @Nullable String>, OpenFile> open = new LinkedHashMap<>();
  private final List<AddFile> finished = new ArrayList<>();

  /** The objects that may exist: those of finished files, and those whose upload failed. */
  private final List<String> written = new ArrayList<>();

  /** Objects that were there before, in the table's folder, and that only its files need. */
  private final Set<String> belongings = new LinkedHashSet<>();

  private @Nullable Throwable failure;

  private record OpenFile(String path, Upload upload, DataFileWriter writer) {}

  /**
   * Writes rows of the table.
   *
   * @param ids the columns for ids that they have behind those of the table; null if none
   */
  public static FileWriter ofRows(
      ObjectStore store,
      Environment environment,
      String location,
      TableHead head,
      @Nullable RowIdColumns ids,
      long targetFileBytes) {
    StructType columns = Partitioning.fileColumns(head.metadata());
    return new FileWriter(
        store,
        environment,
        location,
        head,
        ids == null ? columns : ids.behind(columns),
        FilteredColumns.of(head),
        DeltaNames::newDataFile,
        targetFileBytes);
  }

  /** Writes files of changes, of rows that have the {@link ChangeFiles#columns}. */
  public static FileWriter ofChanges(
      ObjectStore store,
      Environment environment,
      String location,
      TableHead head,
      long targetFileBytes) {
    return new FileWriter(
        store,
        environment,
        location,
        head,
        ChangeFiles.columns(Partitioning.fileColumns(head.metadata())),
        Set.of(),
        DeltaNames::newChangeFile,
        targetFileBytes);
  }

  private FileWriter(
      ObjectStore store,
      Environment environment,
      String location,
      TableHead head,
      StructType fileColumns,
      Set<List<String>> filtered,
      Function<UUID, String> newPath,
      long targetFileBytes) {
    this.store = store;
    this.environment = environment;
    this.location = location;
    this.schema = head.schema();
    this.mapping = head.columnMapping();
    this.fileColumns = fileColumns;
    this.filtered = filtered;
    this.newPath = newPath;
    this.indexed = IndexedColumns.of(head);
    this.targetFileBytes = targetFileBytes;
  }

  /**
   * Writes rows that have all columns of the table. Those of one partition are written together, so
   * that each file is open once.
   */
  public void write(List<Batch> batches) {
    orFail(
        () -> {
          Map<Map<String, @Nullable String>, List<Batch>> parts = new LinkedHashMap<>();
          for (Batch rows : batches) {
            for (Partitioning.Part part : Partitioning.split(schema, fileColumns, mapping, rows)) {
              parts.computeIfAbsent(part.values(), values -> new ArrayList<>()).add(part.rows());
            }
          }
          parts.forEach((values, rows) -> rows.forEach(each -> write(values, each)));
        });
  }

  private void write(Map<String, @Nullable String> values, Batch rows) {
    OpenFile file = open.get(values);
    if (file == null) {
      if (open.size() == MAX_OPEN) {
        finish(largest());
      }
      file = start();
      open.put(values, file);
    }
    file.writer.write(rows);
    if (file.writer.sizeBytes() >= targetFileBytes) {
      finish(values);
    }
  }

  /** Runs what, if it fails, leaves files that lack rows: then nothing runs any more. */
  private void orFail(Runnable work) {
    if (failure != null) {
      throw new StorageException(
          "rows of this transaction could not be written before: %s; roll it back and run it again"
              .formatted(failure.getMessage()),
          failure);
    }
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      failure = e;
      throw e;
    }
  }

  /** The bytes that open files hold in memory. */
  public long memoryBytes() {
    long sum = 0;
    for (OpenFile file : open.values()) {
      sum += file.writer.memoryBytes();
    }
    return sum;
  }

  /** Ends the open file that holds the most memory. */
  public void finishLargest() {
    if (!open.isEmpty()) {
      orFail(() -> finish(largest()));
    }
  }

  private Map<String, @Nullable String> largest() {
    Map<String, @Nullable String> largest = Map.of();
    long most = -1;
    for (Map.Entry<Map<String, @Nullable String>, OpenFile> entry : open.entrySet()) {
      long bytes = entry.getValue().writer.memoryBytes();
      if (bytes > most) {
        most = bytes;
        largest = entry.getKey();
      }
    }
    return largest;
  }

  /** Ends all open files; returns every file written so far. */
  public List<AddFile> finishAll() {
    orFail(() -> List.copyOf(open.keySet()).forEach(this::finish));
    return List.copyOf(finished);
  }

  /**
   * Takes in files that are in the table's folder already, under fresh names that no commit
   * mentions, and all objects that belong to them.
   */
  public void take(List<AddFile> files, List<String> objects) {
    finished.addAll(files);
    belongings.addAll(objects);
  }

  /** Takes over what another writer of the table was given besides files, and is to delete. */
  public void takeBelongings(FileWriter other) {
    belongings.addAll(other.belongings);
  }

  private OpenFile start() {
    String path = newPath.apply(environment.newUuid());
    String object = DeltaNames.dataFile(location, path);
    Upload upload = StoreAccess.ask(writing(object), MENDED, () -> store.upload(object));
    return new OpenFile(path, upload, DataFileWriter.open(upload, fileColumns, mapping, filtered));
  }

  private void finish(Map<String, @Nullable String> values) {
    OpenFile file = open.remove(values);
    if (file != null) {
      String object = DeltaNames.dataFile(location, file.path);
      StoreAccess.ask(writing(object), MENDED, () -> finish(file, object, values));
    }
  }

  private void finish(OpenFile file, String object, Map<String, @Nullable String> values)
      throws IOException {
    try (Upload upload = file.upload;
        DataFileWriter writer = file.writer) {
      WrittenFile content = writer.finish();
      written.add(object);
      if (!upload.commit()) {
        written.remove(written.size() - 1);
        throw new StorageException(
            "data file %s exists already in %s; nothing was committed, run the transaction again"
                .formatted(file.path, store.location()));
      }
      finished.add(
          new AddFile(
                  file.path,
                  values,
                  content.sizeBytes(),
                  environment.clock().millis(),
                  true,
                  indexed.write(ofTable(content.statistics())))
              .withFooterCrc(content.footerCrc()));
    }
  }

  /**
   * Delta has no statistics of partition columns: the log tells their values. And none of what is
   * no column of the table.
   */
  private FileStatistics ofTable(FileStatistics statistics) {
    Set<String> names = new HashSet<>();
    for (Field field : schema.columns().fields()) {
      if (!schema.partitionColumns().contains(field.name())) {
        names.add(mapping.physicalName(field));
      }
    }
    return new FileStatistics(
        statistics.rowCount(),
        statistics.columns().stream().filter(c -> names.contains(c.path().get(0))).toList());
  }

  private String writing(String object) {
    return "write %s in %s".formatted(object, store.location());
  }

  /** Forgets finished files, and deletes them: their rows are in others, or are gone. */
  public void giveUp(Set<AddFile> files) {
    finished.removeAll(files);
    delete(files);
  }

  /** Deletes files of the table that no commit names, as far as the store lets it. */
  public void delete(Collection<AddFile> files) {
    List<String> objects =
        files.stream().map(file -> DeltaNames.dataFile(location, file.path())).toList();
    written.removeAll(objects);
    objects.forEach(belongings::remove);
    Unnamed.delete(store, objects);
  }

  /** Deletes what was written, when it is certain that no commit names it. */
  public void discard() {
    close();
    Unnamed.delete(store, written);
    Unnamed.delete(store, belongings);
    written.clear();
    belongings.clear();
    finished.clear();
  }

  /** Discards open files; finished ones stay. */
  @Override
  public void close() {
    for (OpenFile file : open.values()) {
      file.writer.close();
      Unnamed.discard(file.upload);
    }
    open.clear();
  }
}
