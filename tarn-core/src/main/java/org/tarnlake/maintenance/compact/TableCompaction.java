package org.tarnlake.maintenance.compact;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.argument.Argument;
import org.tarnlake.data.read.ReadLimits;
import org.tarnlake.error.CommitUnknownException;
import org.tarnlake.json.JsonWriter;
import org.tarnlake.predicate.BoundPredicate;
import org.tarnlake.predicate.Predicate;
import org.tarnlake.schema.TableName;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.CommitInfo;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.table.action.Move;
import org.tarnlake.table.state.FileCursor;
import org.tarnlake.table.state.TableState;
import org.tarnlake.table.statistics.FileFilter;
import org.tarnlake.table.write.FileWriter;
import org.tarnlake.table.write.VectorRules;
import org.tarnlake.transaction.LakeContext;
import org.tarnlake.transaction.OwnTable;
import org.tarnlake.transaction.Rewrite;
import org.tarnlake.transaction.Statement;
import org.tarnlake.transaction.Workspace;
import org.tarnlake.upkeep.Compacted;
import org.tarnlake.upkeep.Compaction;
import org.tarnlake.work.Parallel;

/**
 * Compacts a table by transactions of its own, one for each step. Which files a step takes is
 * decided anew on the newest version, so that it takes none that others have taken. One thread at a
 * time.
 */
public final class TableCompaction implements Compaction {
  /**
   * Groups that are written at a time. Each holds a row group that it writes, which is 100 MB, and
   * what it reads: where a scan may read less ahead than that, one is all that there is room for.
   */
  private static final int PARALLEL_GROUPS =
      (int) Math.max(1, Math.min(4, ReadLimits.AHEAD_BYTES / (128L << 20)));

  private final LakeContext lake;
  private final TableName name;
  private @Nullable Predicate condition;
  private long targetBytes;

  public TableCompaction(LakeContext lake, TableName name) {
    this.lake = lake;
    this.name = name;
    this.targetBytes = lake.settings().targetFileBytes();
  }

  @Override
  public Compaction where(String text) {
    Argument.require(text, "condition", "a text");
    condition = Predicate.parse(text);
    return this;
  }

  @Override
  public Compaction targetBytes(long bytes) {
    if (bytes <= 0) {
      throw new IllegalArgumentException("files of %s bytes are not possible".formatted(bytes));
    }
    targetBytes = bytes;
    return this;
  }

  @Override
  public Compacted run() {
    Compacted done = Compacted.NOTHING;
    int steps = 1;
    for (int step = 0; step < steps; step++) {
      Step next = lake.repeat(this::step);
      if (step == 0) {
        // Others may add small files all the time: no more steps than there are now.
        steps = next.left() + 1;
      }
      done = done.and(next.done());
    }
    return done;
  }

  /**
   * What one step did.
   *
   * @param left how many more there are
   */
  private record Step(Compacted done, int left) {}

  private Step step() {
    lake.lifetime().requireOpen();
    try (Workspace workspace = new Workspace(lake)) {
      workspace.settle();
      OwnTable table = workspace.require(name);
      workspace.requireRewritable(table);
      List<List<CompactionPlan.Group>> steps = plan(workspace, table);
      if (steps.isEmpty()) {
        return new Step(Compacted.NOTHING, 0);
      }
      List<GroupWriter> writers = new ArrayList<>();
      for (CompactionPlan.Group group : steps.get(0)) {
        writers.add(new GroupWriter(lake, table, group.files()));
      }
      Rewrite rewrite = write(table, writers);
      workspace.rewrite(table, rewrite, belongings(table, rewrite));
      commit(workspace);
      return new Step(
          new Compacted(
              rewrite.sources().size(),
              bytes(rewrite.sources()),
              rewrite.files().size(),
              bytes(rewrite.files()),
              1),
          steps.size() - 1);
    }
  }

  private static void commit(Workspace workspace) {
    try {
      workspace.commit();
    } catch (CommitUnknownException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      workspace.discard();
      throw e;
    }
  }

  private List<List<CompactionPlan.Group>> plan(Workspace workspace, OwnTable table) {
    TableState state = workspace.committed(table);
    CompactionPlan plan = new CompactionPlan(targetBytes);
    BoundPredicate bound =
        condition == null
            ? null
            : condition.bind(table.head().schema().columns(), lake.environment().clock());
    FileFilter filter = new FileFilter(table.head().schema(), table.head().columnMapping(), bound);
    if (state != null) {
      try (FileCursor files = state.files().open(filter, lake.environment().background())) {
        for (AddFile file = files.next(); file != null; file = files.next()) {
          plan.add(file);
        }
      }
    }
    return plan.steps();
  }

  private Rewrite write(OwnTable table, List<GroupWriter> writers) {
    try {
      List<Runnable> tasks = new ArrayList<>();
      long aheadBytes = ReadLimits.AHEAD_BYTES / PARALLEL_GROUPS;
      writers.forEach(writer -> tasks.add(() -> writer.write(aheadBytes)));
      Parallel.run(lake.environment().background(), PARALLEL_GROUPS, tasks);
    } catch (RuntimeException | Error e) {
      writers.forEach(GroupWriter::discard);
      throw e;
    } finally {
      writers.forEach(GroupWriter::close);
    }
    List<AddFile> sources = new ArrayList<>();
    List<AddFile> files = new ArrayList<>();
    List<Move> moves = new ArrayList<>();
    for (GroupWriter writer : writers) {
      sources.addAll(writer.sources());
      files.addAll(writer.files());
      moves.addAll(writer.moves());
    }
    boolean isInLake = !lake.log().format().entriesAreCommits();
    return new Rewrite(
        statement(),
        sources,
        files,
        moves,
        VectorRules.areUsed(table.head(), isInLake),
        metrics(sources, files));
  }

  /** In Spark's words. */
  private Statement statement() {
    List<String> conditions = condition == null ? List.of() : List.of(condition.toString());
    return new Statement(
        CommitInfo.OPTIMIZE,
        Map.of("predicate", JsonWriter.text(conditions), "zOrderBy", "[]", "auto", "false"));
  }

  private static Map<String, String> metrics(List<AddFile> sources, List<AddFile> files) {
    Map<String, String> metrics = new LinkedHashMap<>();
    metrics.put("numRemovedFiles", Integer.toString(sources.size()));
    metrics.put("numAddedFiles", Integer.toString(files.size()));
    metrics.put("numRemovedBytes", Long.toString(bytes(sources)));
    metrics.put("numAddedBytes", Long.toString(bytes(files)));
    metrics.put(CommitInfo.DELETED_ROWS, "0");
    return metrics;
  }

  private static long bytes(List<AddFile> files) {
    return files.stream().mapToLong(AddFile::sizeBytes).sum();
  }

  /** What deletes the new files if nothing is committed. */
  private FileWriter belongings(OwnTable table, Rewrite rewrite) {
    FileWriter writer =
        FileWriter.ofRows(
            lake.store(), lake.environment(), table.location(), table.head(), null, targetBytes);
    writer.take(
        rewrite.files(),
        rewrite.files().stream()
            .map(file -> DeltaNames.dataFile(table.location(), file.path()))
            .toList());
    return writer;
  }
}
