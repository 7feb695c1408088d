package org.tarnlake.cli.sort;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.BiConsumer;
import org.tarnlake.cli.terminal.Failure;

/**
 * Sorted runs of rows, one behind the other in a file that has no name any more (on Windows: that
 * the system deletes when it is closed). So nothing stays behind, however the process ends. One
 * thread at a time.
 */
final class SortedRuns implements AutoCloseable {
  static final int BUFFER_BYTES = 1 << 16;

  private final Path folder;
  private final FileChannel channel;
  private final DataOutputStream out;

  /** Where each run ends, which is where the next one starts. */
  private final List<Long> ends = new ArrayList<>();

  private long sizeBytes;

  SortedRuns(Path folder) {
    this.folder = folder;
    try {
      Path file = Files.createTempFile(folder, "tarn-sort-", ".part");
      channel =
          FileChannel.open(
              file,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
    } catch (IOException e) {
      throw failed(e);
    }
    out =
        new DataOutputStream(
            new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES));
  }

  /** Adds a row to the run, not before those that are in it. */
  void add(byte[] key, byte[] row) {
    try {
      out.writeInt(key.length);
      out.writeInt(row.length);
      out.write(key);
      out.write(row);
    } catch (IOException e) {
      throw failed(e);
    }
    sizeBytes += 2L * Integer.BYTES + key.length + row.length;
  }

  /** Ends a run. */
  void endRun() {
    try {
      out.flush();
    } catch (IOException e) {
      throw failed(e);
    }
    ends.add(sizeBytes);
  }

  int count() {
    return ends.size();
  }

  /** These runs, or instead of them a few others that have the same rows in the same order. */
  SortedRuns merged(int countMax, long limit) {
    SortedRuns runs = this;
    while (runs.count() > countMax) {
      SortedRuns next = new SortedRuns(folder);
      try (SortedRuns old = runs) {
        for (int from = 0; from < old.count(); from += countMax) {
          old.merge(from, Math.min(old.count(), from + countMax), limit, next::add);
          next.endRun();
        }
      } catch (RuntimeException | Error e) {
        next.close();
        throw e;
      }
      runs = next;
    }
    return runs;
  }

  /** Hands over the rows of some runs in their order, at most as many as wanted. */
  void merge(int from, int to, long limit, BiConsumer<byte[], byte[]> output) {
    PriorityQueue<RunReader> readers =
        new PriorityQueue<>(
            Comparator.comparing(RunReader::key, Arrays::compareUnsigned)
                .thenComparingInt(RunReader::number));
    try {
      for (int run = from; run < to; run++) {
        RunReader reader =
            new RunReader(channel, run, run == 0 ? 0 : ends.get(run - 1), ends.get(run));
        if (reader.next()) {
          readers.add(reader);
        }
      }
      for (long rows = 0; rows < limit && !readers.isEmpty(); rows++) {
        RunReader first = readers.remove();
        output.accept(first.key(), first.row());
        if (first.next()) {
          readers.add(first);
        }
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private Failure failed(IOException e) {
    return new Failure(
        "rows that do not fit into memory cannot be sorted in %s: %s; make space there, or name another folder in the variable TMPDIR"
            .formatted(folder, e.getMessage()),
        e);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // Nobody needs the file any more.
    }
  }
}
