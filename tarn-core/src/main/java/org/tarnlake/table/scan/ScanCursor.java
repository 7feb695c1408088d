package org.tarnlake.table.scan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.read.DataFile;
import org.tarnlake.data.read.DataFiles;
import org.tarnlake.row.Batch;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.state.FileCursor;
import org.tarnlake.work.Deferred;
import org.tarnlake.work.ReadAhead;
import org.tarnlake.work.ReadMemory;
import org.tarnlake.work.ScanUnit;

/**
 * The batches of a scan, in the order of its files. A few units, each a small file or a row group,
 * are read ahead in parallel, as far as there is memory for them. One thread at a time.
 */
public final class ScanCursor implements BatchCursor {
  /** Smaller files are read as one unit, without looking into them first. */
  private static final long SPLIT_BYTES = 8L << 20;

  private final Units units;
  private final ReadAhead<Batch> batches;
  private long remaining;
  private boolean closed;

  ScanCursor(TableScan scan, DataFiles dataFiles, ExecutorService background, long aheadBytes) {
    int width = scan.worthReadingAhead() ? dataFiles.width() : 1;
    this.units = new Units(scan, dataFiles, width, background, new ReadMemory(aheadBytes));
    this.batches = new ReadAhead<>(units, width, background);
    this.remaining = scan.limit();
  }

  /** A file whose rows tell their places, by the number that they tell. */
  public AddFile file(int number) {
    return units.seen.get(number);
  }

  @Override
  public @Nullable Batch next() {
    if (closed) {
      throw new IllegalStateException("the scan is closed");
    }
    Batch batch = remaining > 0 ? batches.next() : null;
    if (batch == null) {
      stop();
      return null;
    }
    Batch limited = batch.limit((int) Math.min(Integer.MAX_VALUE, remaining));
    remaining -= limited.rowCount();
    return limited;
  }

  private void stop() {
    remaining = 0;
    batches.close();
    units.close();
  }

  @Override
  public void close() {
    closed = true;
    stop();
  }

  /**
   * Plans unit after unit, opening large files only when their turn comes. Where opening takes long
   * because the store is far away, those that come next are opened meanwhile.
   */
  private static final class Units implements Iterator<ScanUnit<Batch>> {
    private final TableScan scan;
    private final DataFiles dataFiles;
    private final int ahead;
    private final ExecutorService background;
    private final FileCursor files;
    private final Iterator<Batch> rowsInMemory;
    private final ReadMemory memory;

    /** The files whose rows tell their places. Another thread may have planned them. */
    private final List<AddFile> seen = Collections.synchronizedList(new ArrayList<>());

    private final ArrayDeque<NextFile> next = new ArrayDeque<>();
    private @Nullable AddFile file;
    private @Nullable DataFile opened;
    private Iterator<Integer> rowGroups = Collections.emptyIterator();

    /**
     * A file whose turn comes.
     *
     * @param opening ends when its footer is known, if anybody reads that ahead
     */
    private record NextFile(AddFile file, Deferred opening) {}

    Units(
        TableScan scan,
        DataFiles dataFiles,
        int width,
        ExecutorService background,
        ReadMemory memory) {
      this.memory = memory;
      this.scan = scan;
      this.dataFiles = dataFiles;
      this.ahead = dataFiles.areDistant() ? width : 1;
      this.background = background;
      this.files = scan.openFiles(background);
      this.rowsInMemory = scan.rowsInMemory().iterator();
    }

    @Override
    public boolean hasNext() {
      return rowGroups.hasNext() || hasFile() || rowsInMemory.hasNext();
    }

    private boolean hasFile() {
      while (next.size() < ahead) {
        AddFile following = files.next();
        if (following == null) {
          break;
        }
        if (!scan.deletions().isGone(following)) {
          next.add(new NextFile(following, opening(following)));
        }
      }
      return !next.isEmpty();
    }

    private Deferred opening(AddFile file) {
      return ahead > 1 && file.sizeBytes() >= SPLIT_BYTES
          ? Deferred.start(background, () -> ScanSources.open(scan, dataFiles, file))
          : Deferred.NOTHING;
    }

    void close() {
      files.close();
    }

    @Override
    public ScanUnit<Batch> next() {
      while (!rowGroups.hasNext() && hasFile()) {
        NextFile first = next.remove();
        file = first.file();
        if (scan.withPlaces()) {
          seen.add(file);
        }
        if (file.sizeBytes() < SPLIT_BYTES) {
          return unit(ScanSources.ofFile(scan, dataFiles, file, seen.size() - 1));
        }
        first.opening().join();
        opened = ScanSources.open(scan, dataFiles, file);
        rowGroups = opened.rowGroups(scan.physicalColumns(), scan.predicate()).iterator();
      }
      if (rowGroups.hasNext() && opened != null && file != null) {
        return unit(
            ScanSources.ofRowGroup(
                scan, dataFiles, opened, file, seen.size() - 1, rowGroups.next()));
      }
      // A unit without rows, where the last file was pruned to nothing.
      return unit(
          rowsInMemory.hasNext()
              ? ScanSources.ofMemory(scan, rowsInMemory.next())
              : ScanSources.NOTHING);
    }

    private ScanUnit<Batch> unit(ScanUnit.Source<Batch> source) {
      return new ScanUnit<>(source, ScanUnit.ROW_GROUP, memory);
    }
  }
}
