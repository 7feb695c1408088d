package org.tarnlake.table;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Iterator;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.DataFile;
import org.tarnlake.data.DataFiles;
import org.tarnlake.row.Batch;

/**
 * The batches of a scan, in the order of its files. A few units, each a small file or a row group,
 * are read ahead in parallel; memory is bounded by them and not by the table. One thread at a time.
 */
public final class ScanCursor implements BatchCursor {
  /** Smaller files are read as one unit, without looking into them first. */
  private static final long SPLIT_BYTES = 8L << 20;

  private final ExecutorService background;
  private final Iterator<ScanUnit> planned;
  private final ArrayDeque<ScanUnit> window = new ArrayDeque<>();
  private final int width;
  private long remaining;
  private boolean closed;

  ScanCursor(TableScan scan, DataFiles dataFiles, ExecutorService background) {
    this.background = background;
    this.planned = new Units(scan, dataFiles);
    this.width = scan.worthReadingAhead() ? Runtime.getRuntime().availableProcessors() + 1 : 1;
    this.remaining = scan.limit();
  }

  @Override
  public @Nullable Batch next() {
    if (closed) {
      throw new IllegalStateException("the scan is closed");
    }
    while (remaining > 0) {
      fillWindow();
      ScanUnit unit = window.peek();
      if (unit == null) {
        break;
      }
      Batch batch = unit.next();
      if (batch == null) {
        window.remove();
      } else {
        keepAhead(unit);
        Batch limited = batch.limit((int) Math.min(Integer.MAX_VALUE, remaining));
        remaining -= limited.rowCount();
        return limited;
      }
    }
    stop();
    return null;
  }

  private void fillWindow() {
    while (window.size() < width && planned.hasNext()) {
      ScanUnit unit = planned.next();
      window.add(unit);
      keepAhead(unit);
    }
  }

  private void keepAhead(ScanUnit unit) {
    if (width == 1 || !unit.isIdle()) {
      return;
    }
    try {
      background.execute(unit::readAhead);
    } catch (RejectedExecutionException e) {
      // Without threads to help, next() reads everything itself.
      return;
    }
  }

  private void stop() {
    remaining = 0;
    window.forEach(ScanUnit::close);
    window.clear();
  }

  @Override
  public void close() {
    closed = true;
    stop();
  }

  /** Plans unit after unit, opening large files only when their turn comes. */
  private static final class Units implements Iterator<ScanUnit> {
    private final TableScan scan;
    private final DataFiles dataFiles;
    private final Iterator<AddFile> files;
    private final Iterator<Batch> memory;
    private @Nullable AddFile file;
    private @Nullable DataFile opened;
    private Iterator<Integer> rowGroups = Collections.emptyIterator();

    Units(TableScan scan, DataFiles dataFiles) {
      this.scan = scan;
      this.dataFiles = dataFiles;
      this.files = scan.prunedFiles().iterator();
      this.memory = scan.rowsInMemory().iterator();
    }

    @Override
    public boolean hasNext() {
      return rowGroups.hasNext() || files.hasNext() || memory.hasNext();
    }

    @Override
    public ScanUnit next() {
      while (!rowGroups.hasNext() && files.hasNext()) {
        file = files.next();
        if (file.sizeBytes() < SPLIT_BYTES) {
          return new ScanUnit(ScanSources.ofFile(scan, dataFiles, file));
        }
        opened = ScanSources.open(scan, dataFiles, file);
        rowGroups = opened.rowGroups(scan.physicalColumns(), scan.predicate()).iterator();
      }
      if (rowGroups.hasNext() && opened != null && file != null) {
        return new ScanUnit(
            ScanSources.ofRowGroup(scan, dataFiles, opened, file, rowGroups.next()));
      }
      // A unit without rows, where the last file was pruned to nothing.
      return new ScanUnit(
          memory.hasNext() ? ScanSources.ofMemory(scan, memory.next()) : ScanSources.NOTHING);
    }
  }
}
