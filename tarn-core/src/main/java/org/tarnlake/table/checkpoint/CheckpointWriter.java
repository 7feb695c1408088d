package org.tarnlake.table.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.build.RowBuffer;
import org.tarnlake.data.read.DataFiles;
import org.tarnlake.data.write.DataFileWriter;
import org.tarnlake.env.Environment;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.StorageException;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.Upload;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.table.action.RemoveFile;
import org.tarnlake.table.state.FileCursor;
import org.tarnlake.table.state.TableState;
import org.tarnlake.table.state.TombstoneCursor;
import org.tarnlake.table.write.Unnamed;

/**
 * Writes checkpoints of tables: one Parquet file that holds what all commits up to a version add up
 * to (PROTOCOL.md, "Checkpoints"). Safe for many threads.
 *
 * <ol>
 *   <li><b>Proven.</b> A checkpoint is visible only after every row of its bytes was decoded and
 *       counted against the state. An upload cannot be read before it has a name, and under its own
 *       name everybody would trust it; so it is drafted elsewhere first: in memory if it is small,
 *       or else in an object of the table's folder that no reader of a log lists.
 *   <li><b>Durable before it is hinted at.</b> {@code _last_checkpoint} follows the checkpoint, and
 *       never goes back.
 *   <li><b>Ordered.</b> Adds are sorted by partition, in row groups and pages small enough that a
 *       reader with a predicate on partition columns skips most of them; the few other rows come
 *       first, in a row group of their own where there are many adds.
 *   <li><b>Bounded.</b> Apart from a number for each file, by which they are sorted, memory holds
 *       one row group, or a small draft.
 * </ol>
 *
 * <p>The footer has the checksum of the last commit that the checkpoint holds, so that a reader can
 * tell whether both are of one history.
 *
 * <p>The content is that of the V1 specification under the classic name, whatever {@code
 * delta.checkpointPolicy} says: every reader finds it there, hint or not, and of two processes that
 * write a version's checkpoint one creates it.
 *
 * <p>A failure leaves at most a draft, which looks to every clean-up like a data file that no
 * commit names.
 */
public final class CheckpointWriter {
  private static final DataFileWriter.Layout LAYOUT = new DataFileWriter.Layout(4096, 12 * 4096);
  private static final int BUFFERED_BYTES = 2 << 20;
  private static final int COPIED_BYTES = 4 << 20;

  /** The texts of a table whose checkpoint is drafted in memory, in characters. */
  private static final long SMALL = 16L << 20;

  private static final String REPLACED = "the next one replaces it";

  private final ObjectStore store;
  private final Environment environment;
  private final long small;

  public CheckpointWriter(ObjectStore store, Environment environment) {
    this(store, environment, SMALL);
  }

  CheckpointWriter(ObjectStore store, Environment environment, long small) {
    this.store = store;
    this.environment = environment;
    this.small = small;
  }

  /**
   * Writes the checkpoint of a version that is published, and the hint of it.
   *
   * @return what the hint says; null if there was a checkpoint of that version
   * @throws CorruptionException if the state contradicts itself, or what was read back is not what
   *     was written; there is no checkpoint then
   * @throws StorageException if the store fails; there may be a checkpoint, a proven one
   */
  public @Nullable CheckpointHint write(String location, TableState state) {
    CheckpointContent content = CheckpointContent.of(state, environment.clock().millis());
    String name = DeltaNames.checkpoint(location, state.version());
    boolean inMemory = isSmall(content);
    ObjectStore drafts = inMemory ? new MemoryStore(environment.clock()) : store;
    String draft = inMemory ? name : newDraft(location);
    String what = "write %s in %s".formatted(name, store.location());
    try {
      CheckpointHint hint = StoreAccess.ask(what, REPLACED, () -> draft(drafts, draft, content));
      if (!StoreAccess.ask(what, REPLACED, () -> publish(drafts, draft, hint.sizeBytes(), name))) {
        return null;
      }
      hint(location, hint);
      return hint;
    } finally {
      if (!inMemory) {
        Unnamed.delete(store, List.of(draft));
      }
    }
  }

  private String newDraft(String location) {
    UUID id = environment.newUuid();
    return DeltaNames.checkpointDraft(location, id);
  }

  private boolean isSmall(CheckpointContent content) {
    List<AddFile> files = content.state().files().inMemory();
    if (files.size() < content.state().fileCount()) {
      return false;
    }
    long size = 0;
    for (AddFile add : files) {
      String statistics = add.statistics();
      size += 200 + add.path().length() + (statistics == null ? 0 : statistics.length());
      if (size > small) {
        return false;
      }
    }
    try (TombstoneCursor removes = content.removes()) {
      while (size <= small && removes.next() != null) {
        size += 200;
      }
    }
    return size <= small;
  }

  /** Writes a draft and proves it. */
  private CheckpointHint draft(ObjectStore drafts, String draft, CheckpointContent content)
      throws IOException {
    TableState state = content.state();
    CheckpointRows rows = new CheckpointRows(state.metadata(), state.columnMapping());
    CheckpointTally written;
    long size;
    try (Upload upload = drafts.upload(draft);
        DataFileWriter writer = DataFileWriter.open(upload, rows.type(), LAYOUT)) {
      if (state.commitCrc() >= 0) {
        writer.property(CheckpointSeal.KEY, Long.toString(state.commitCrc()));
      }
      written = new Encoding(rows, writer).write(content);
      size = writer.finish().sizeBytes();
      if (!upload.commit()) {
        throw new StorageException(
            "%s exists already in %s; the next checkpoint gets another name"
                .formatted(draft, drafts.location()));
      }
    }
    if (written.adds() != state.fileCount() || written.addedBytes() != state.sizeBytes()) {
      throw new CorruptionException(
          "version %s of the table has %s files of %s bytes, but its checkpoint would have %s"
              .formatted(state.version(), state.fileCount(), state.sizeBytes(), written));
    }
    CheckpointTally read =
        CheckpointProof.count(new DataFiles(drafts).open(draft, size), rows.type());
    if (!read.isSame(written)) {
      throw new CorruptionException(
          "the checkpoint of version %s was written with %s, but read back with %s; no other is harmed"
              .formatted(state.version(), written, read));
    }
    return new CheckpointHint(state.version(), written.actions(), size, written.adds());
  }

  /** Gives the bytes of a draft their name. */
  private boolean publish(ObjectStore drafts, String draft, long size, String name)
      throws IOException {
    try (Upload upload = store.upload(name)) {
      for (long at = 0; at < size; ) {
        byte[] bytes = drafts.getRange(draft, at, (int) Math.min(COPIED_BYTES, size - at));
        if (bytes.length == 0) {
          throw new IOException("the draft ends early");
        }
        upload.write(bytes);
        at += bytes.length;
      }
      return upload.commit();
    }
  }

  /** Without it the log is listed. */
  private void hint(String location, CheckpointHint hint) {
    CheckpointHint before = CheckpointHint.find(store, location);
    if (before != null && before.version() >= hint.version()) {
      return;
    }
    StoreAccess.putOptional(store, DeltaNames.lastCheckpoint(location), hint.toBytes());
  }

  /** One file being written. One thread at a time. */
  private static final class Encoding {
    private final CheckpointRows rows;
    private final DataFileWriter writer;
    private final RowBuffer buffer;
    private final CheckpointTally tally = new CheckpointTally();

    Encoding(CheckpointRows rows, DataFileWriter writer) {
      this.rows = rows;
      this.writer = writer;
      this.buffer = new RowBuffer(rows.type());
    }

    CheckpointTally write(CheckpointContent content) {
      TableState state = content.state();
      other(rows.protocol(state.protocol()));
      other(rows.metadata(state.metadata()));
      state.transactions().forEach(each -> other(rows.transaction(each)));
      state.domains().forEach(each -> other(rows.domain(each)));
      try (TombstoneCursor removes = content.removes()) {
        for (RemoveFile each = removes.next(); each != null; each = removes.next()) {
          append(rows.remove(each));
          tally.remove(each.path().getBytes(UTF_8));
        }
      }
      if (state.fileCount() > LAYOUT.pageRows()) {
        // Who looks for the few other rows does not have to look between the adds.
        flush();
        writer.finishRowGroup();
      }
      try (FileCursor early = state.files().openCheckpoint()) {
        adds(rows.partitions().sorted(early.remaining(), state.files().inMemory()));
      }
      flush();
      return tally;
    }

    private void adds(Iterator<AddFile> adds) {
      while (adds.hasNext()) {
        AddFile add = adds.next();
        append(rows.add(add));
        String statistics = rows.json(add);
        tally.add(
            add.path().getBytes(UTF_8),
            add.sizeBytes(),
            statistics == null ? null : statistics.getBytes(UTF_8));
      }
    }

    private void other(@Nullable Object[] row) {
      append(row);
      for (Object action : row) {
        if (action != null) {
          tally.other(action);
        }
      }
    }

    private void append(@Nullable Object[] row) {
      buffer.appendCanonical(row);
      if (buffer.rowCount() % 256 == 0 && buffer.sizeBytes() >= BUFFERED_BYTES) {
        flush();
      }
    }

    private void flush() {
      writer.write(buffer.toBatch());
      buffer.clear();
    }
  }
}
