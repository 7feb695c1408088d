package org.tarnlake;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.schema.ColumnMapping;
import org.tarnlake.predicate.BoundPredicate;
import org.tarnlake.row.Batch;
import org.tarnlake.schema.Schema;
import org.tarnlake.table.scan.Deletions;
import org.tarnlake.table.state.TableFiles;
import org.tarnlake.table.statistics.FilePruner;
import org.tarnlake.transaction.LakeContext;
import org.tarnlake.transaction.OwnTable;
import org.tarnlake.transaction.Workspace;

/** What a scan reads. */
sealed interface ScanTarget {
  LakeContext context();

  /** Tells the time that a condition may ask for. */
  InstantSource clock();

  String name();

  String location();

  Schema schema();

  /** How the columns are found in the files. */
  ColumnMapping columnMapping();

  /**
   * Does what asks this for files and rows.
   *
   * @throws IllegalStateException if the lake was closed, or the transaction has ended or dropped
   *     the table
   */
  <T> T reading(Supplier<T> reading);

  TableFiles files();

  List<Batch> rowsInMemory();

  /** Rows of the files that are deleted by now. */
  Deletions deletions();

  /** Notes that the rows were read for which a predicate is true, or all. */
  void noteRead(@Nullable BoundPredicate predicate);

  /** A table as of a lake version. */
  record Committed(LakeContext context, Table table) implements ScanTarget {
    @Override
    public InstantSource clock() {
      return context.environment().clock();
    }

    @Override
    public String name() {
      return table.name();
    }

    @Override
    public String location() {
      return table.location();
    }

    @Override
    public Schema schema() {
      return table.schema();
    }

    @Override
    public ColumnMapping columnMapping() {
      return table.state().columnMapping();
    }

    @Override
    public <T> T reading(Supplier<T> reading) {
      context.lifetime().requireOpen();
      return reading.get();
    }

    @Override
    public TableFiles files() {
      return table.state().files();
    }

    @Override
    public List<Batch> rowsInMemory() {
      return List.of();
    }

    @Override
    public Deletions deletions() {
      return Deletions.NONE;
    }

    @Override
    public void noteRead(@Nullable BoundPredicate predicate) {}
  }

  /** A table as a transaction sees it, its own rows included. */
  record Own(
      LakeContext context,
      Transaction transaction,
      InstantSource clock,
      Workspace workspace,
      OwnTable table)
      implements ScanTarget {
    @Override
    public String name() {
      return table.name().toString();
    }

    @Override
    public String location() {
      return table.location();
    }

    @Override
    public Schema schema() {
      return table.head().schema();
    }

    @Override
    public ColumnMapping columnMapping() {
      return table.head().columnMapping();
    }

    @Override
    public <T> T reading(Supplier<T> reading) {
      return transaction.within(
          () -> {
            workspace.requirePresent(table);
            return reading.get();
          });
    }

    @Override
    public TableFiles files() {
      return workspace.files(table);
    }

    @Override
    public List<Batch> rowsInMemory() {
      return workspace.bufferedRows(table);
    }

    @Override
    public Deletions deletions() {
      return workspace.deletions(table);
    }

    @Override
    public void noteRead(@Nullable BoundPredicate predicate) {
      if (predicate == null) {
        workspace.noteRead(table, file -> true);
      } else {
        FilePruner pruner = new FilePruner(schema(), columnMapping(), predicate);
        workspace.noteRead(table, pruner::mayMatch);
      }
    }
  }
}
