package org.tarnlake.cli;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.tarnlake.cli.input.Reading;
import org.tarnlake.cli.input.RowReader;
import org.tarnlake.cli.terminal.Interruption;
import org.tarnlake.cli.terminal.Progress;
import org.tarnlake.schema.NameHint;
import org.tarnlake.schema.StructType;

/** The rows of files that are merged into a table, all with the columns of the first. */
final class MergeFiles implements Iterable<@Nullable Object[]> {
  private final List<ImportSource> files;
  private final Progress progress;
  private final Interruption interruption;
  private final Reading reading;
  private StructType columns = new StructType(List.of());
  private long rows;

  MergeFiles(
      List<ImportSource> files,
      Progress progress,
      Interruption interruption,
      ExecutorService background) {
    this.files = files;
    this.progress = progress;
    this.interruption = interruption;
    this.reading =
        new Reading(
                background,
                (readBytes, sizeBytes) -> {
                  progress.read(readBytes, sizeBytes);
                  interruption.check();
                },
                null)
            .into(
                new Reading.Target(
                    "the first file, " + files.get(0).input().name() + ",",
                    "merge files of other columns one by one"));
  }

  /**
   * The columns of the files, as the table has them; those that it lacks as the file tells.
   *
   * @param areAdded whether the table is to get these, so that their types hold every value
   */
  StructType columns(StructType table, boolean areAdded) {
    ImportSource first = files.get(0);
    progress.label("reading types of " + first.input().name());
    columns =
        areAdded
            ? new NewColumns(first.input(), reading).of(table)
            : first.input().inferColumns(table, reading);
    return columns;
  }

  /** How many rows were read. */
  long rows() {
    return rows;
  }

  /** What the files are called. */
  String names() {
    return NameHint.list(files.stream().map(file -> file.input().name()).toList());
  }

  @Override
  public Iterator<@Nullable Object[]> iterator() {
    return new Iterator<>() {
      private final Iterator<ImportSource> rest = new ArrayList<>(files).iterator();
      private @Nullable RowReader open;
      private @Nullable Object @Nullable [] row;

      @Override
      public boolean hasNext() {
        while (row == null) {
          if (open == null) {
            if (!rest.hasNext()) {
              return false;
            }
            ImportSource file = rest.next();
            progress.label(file.input().name());
            open = file.input().open(columns, reading);
          }
          row = open.next();
          if (row == null) {
            open.close();
            open = null;
          }
        }
        return true;
      }

      @Override
      public @Nullable Object[] next() {
        @Nullable Object @Nullable [] found = hasNext() ? row : null;
        if (found == null) {
          throw new NoSuchElementException();
        }
        row = null;
        rows++;
        progress.row();
        interruption.check();
        return found;
      }
    };
  }
}
