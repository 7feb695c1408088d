package org.tarnlake.judge;

import io.delta.kernel.Scan;
import io.delta.kernel.ScanBuilder;
import io.delta.kernel.Snapshot;
import io.delta.kernel.TableManager;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.data.ScanStateRow;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.MetadataColumnSpec;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tarnlake.store.ObjectStore;

/** Reads the Delta tables of a lake through Delta Kernel's default engine. */
public final class KernelReader {
  private final Engine engine;
  private final String root;

  /** Of a lake that the engine finds at an address, which ends with a slash. */
  public KernelReader(Engine engine, String root) {
    this.engine = engine;
    this.root = root;
  }

  KernelReader(ObjectStore store) {
    this(DefaultEngine.create(new StoreFiles(store)), StoreFiles.ROOT);
  }

  /** The newest version of the table in a folder. */
  Snapshot newest(String location) {
    return TableManager.loadSnapshot(root + location).build(engine);
  }

  /** The table in a folder as of one of its own versions. */
  Snapshot at(String location, long version) {
    return TableManager.loadSnapshot(root + location).atVersion(version).build(engine);
  }

  /** When a version was committed, as Kernel tells it. */
  long timestampMillis(Snapshot snapshot) {
    return snapshot.getTimestamp(engine);
  }

  /** All rows, their values as {@link KernelValues} tells. */
  List<List<@Nullable Object>> rows(Snapshot snapshot) throws IOException {
    return rows(snapshot, Optional.empty());
  }

  /** At least the rows for which a condition is true: Kernel skips files and row groups by it. */
  List<List<@Nullable Object>> rows(Snapshot snapshot, Optional<Predicate> filter)
      throws IOException {
    ScanBuilder builder = snapshot.getScanBuilder();
    return rows((filter.isPresent() ? builder.withFilter(filter.get()) : builder).build(), filter);
  }

  /** All rows of a table that tracks them, each with its id and its version behind its values. */
  List<List<@Nullable Object>> trackedRows(Snapshot snapshot) throws IOException {
    StructType columns =
        snapshot
            .getSchema()
            .addMetadataColumn("row id", MetadataColumnSpec.ROW_ID)
            .addMetadataColumn("row version", MetadataColumnSpec.ROW_COMMIT_VERSION);
    return rows(snapshot.getScanBuilder().withReadSchema(columns).build(), Optional.empty());
  }

  private List<List<@Nullable Object>> rows(Scan scan, Optional<Predicate> filter)
      throws IOException {
    Row state = scan.getScanState(engine);
    List<List<@Nullable Object>> rows = new ArrayList<>();
    try (CloseableIterator<FilteredColumnarBatch> files = scan.getScanFiles(engine)) {
      while (files.hasNext()) {
        try (CloseableIterator<Row> file = files.next().getRows()) {
          while (file.hasNext()) {
            readFile(state, file.next(), filter, rows);
          }
        }
      }
    }
    return rows;
  }

  private void readFile(
      Row state, Row file, Optional<Predicate> filter, List<List<@Nullable Object>> rows)
      throws IOException {
    StructType physical = ScanStateRow.getPhysicalDataReadSchema(state);
    CloseableIterator<ColumnarBatch> data =
        engine
            .getParquetHandler()
            .readParquetFiles(
                Utils.singletonCloseableIterator(InternalScanFileUtils.getAddFileStatus(file)),
                physical,
                filter)
            .map(result -> result.getData());
    try (CloseableIterator<FilteredColumnarBatch> batches =
        Scan.transformPhysicalData(engine, state, file, data)) {
      while (batches.hasNext()) {
        addRows(batches.next(), rows);
      }
    }
  }

  private static void addRows(FilteredColumnarBatch batch, List<List<@Nullable Object>> rows) {
    ColumnarBatch data = batch.getData();
    Optional<ColumnVector> selected = batch.getSelectionVector();
    for (int i = 0; i < data.getSize(); i++) {
      if (selected.isEmpty() || (!selected.get().isNullAt(i) && selected.get().getBoolean(i))) {
        List<@Nullable Object> row = new ArrayList<>();
        for (int c = 0; c < data.getSchema().length(); c++) {
          row.add(KernelValues.value(data.getColumnVector(c), i));
        }
        rows.add(row);
      }
    }
  }
}
