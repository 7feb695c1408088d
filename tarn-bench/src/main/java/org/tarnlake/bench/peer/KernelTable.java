package org.tarnlake.bench.peer;

import io.delta.kernel.DataWriteContext;
import io.delta.kernel.Operation;
import io.delta.kernel.Scan;
import io.delta.kernel.ScanBuilder;
import io.delta.kernel.Snapshot;
import io.delta.kernel.TableManager;
import io.delta.kernel.Transaction;
import io.delta.kernel.TransactionCommitResult;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.hook.PostCommitHook;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.data.ScanStateRow;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterable;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.DataFileStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;

/**
 * A Delta table through Delta Kernel's default engine, as its examples use it. Nothing is synced:
 * Kernel offers no such setting on a local disk. One thread at a time.
 */
final class KernelTable {
  private final String path;
  private final Engine engine;

  KernelTable(Path folder) {
    Configuration configuration = new Configuration();
    // Kernel compresses nothing by default; the codec is asked for as of Tarn and Iceberg.
    configuration.set("parquet.compression", "ZSTD");
    engine = DefaultEngine.create(configuration);
    path = folder.toAbsolutePath().toString();
  }

  /** Makes the table with its first rows in one commit. */
  void create(StructType type, CloseableIterator<FilteredColumnarBatch> rows) throws IOException {
    Transaction transaction =
        TableManager.buildCreateTableTransaction(path, type, "bench").build(engine);
    commit(transaction, rows);
  }

  /** Loads the newest snapshot, appends in one commit, and writes a checkpoint when one is due. */
  void append(CloseableIterator<FilteredColumnarBatch> rows) throws IOException {
    Snapshot snapshot = TableManager.loadSnapshot(path).build(engine);
    commit(snapshot.buildUpdateTableTransaction("bench", Operation.WRITE).build(engine), rows);
  }

  private void commit(Transaction transaction, CloseableIterator<FilteredColumnarBatch> rows)
      throws IOException {
    Row state = transaction.getTransactionState(engine);
    CloseableIterator<FilteredColumnarBatch> physical =
        Transaction.transformLogicalData(engine, state, rows, Map.of());
    DataWriteContext context = Transaction.getWriteContext(engine, state, Map.of());
    CloseableIterator<DataFileStatus> files =
        engine
            .getParquetHandler()
            .writeParquetFiles(
                context.getTargetDirectory(), physical, context.getStatisticsColumns());
    CloseableIterator<Row> actions =
        Transaction.generateAppendActions(engine, state, files, context);
    TransactionCommitResult result =
        transaction.commit(engine, CloseableIterable.inMemoryIterable(actions));
    for (PostCommitHook hook : result.getPostCommitHooks()) {
      if (hook.getType() == PostCommitHook.PostCommitHookType.CHECKPOINT) {
        hook.threadSafeInvoke(engine);
      }
    }
  }

  /** The number of files that a scan of the newest snapshot would read. */
  long countFiles(Optional<Predicate> filter) throws IOException {
    ScanBuilder builder = TableManager.loadSnapshot(path).build(engine).getScanBuilder();
    if (filter.isPresent()) {
      builder = builder.withFilter(filter.get());
    }
    long count = 0;
    try (CloseableIterator<FilteredColumnarBatch> files = builder.build().getScanFiles(engine)) {
      while (files.hasNext()) {
        try (CloseableIterator<Row> rows = files.next().getRows()) {
          while (rows.hasNext()) {
            InternalScanFileUtils.getAddFileStatus(rows.next());
            count++;
          }
        }
      }
    }
    return count;
  }

  /**
   * Reads the newest snapshot's columns, with a filter pushed down as far as Kernel takes it: the
   * batches may hold more rows.
   */
  void scan(StructType columns, Optional<Predicate> filter, Consumer<FilteredColumnarBatch> each)
      throws IOException {
    ScanBuilder builder =
        TableManager.loadSnapshot(path).build(engine).getScanBuilder().withReadSchema(columns);
    if (filter.isPresent()) {
      builder = builder.withFilter(filter.get());
    }
    Scan scan = builder.build();
    Row state = scan.getScanState(engine);
    StructType physical = ScanStateRow.getPhysicalDataReadSchema(state);
    try (CloseableIterator<FilteredColumnarBatch> files = scan.getScanFiles(engine)) {
      while (files.hasNext()) {
        try (CloseableIterator<Row> fileRows = files.next().getRows()) {
          while (fileRows.hasNext()) {
            Row file = fileRows.next();
            CloseableIterator<ColumnarBatch> data =
                engine
                    .getParquetHandler()
                    .readParquetFiles(
                        Utils.singletonCloseableIterator(
                            InternalScanFileUtils.getAddFileStatus(file)),
                        physical,
                        filter)
                    .map(result -> result.getData());
            try (CloseableIterator<FilteredColumnarBatch> batches =
                Scan.transformPhysicalData(engine, state, file, data)) {
              while (batches.hasNext()) {
                each.accept(batches.next());
              }
            }
          }
        }
      }
    }
  }
}
