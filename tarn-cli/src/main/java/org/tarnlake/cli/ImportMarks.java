package org.tarnlake.cli;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tarnlake.ApplicationProgress;
import org.tarnlake.Lake;
import org.tarnlake.Snapshot;
import org.tarnlake.Table;
import org.tarnlake.Transaction;
import org.tarnlake.cli.terminal.Failure;

/** The marks of the files of one import, by which it is not done twice. Stateless. */
final class ImportMarks {
  private ImportMarks() {}

  /**
   * What was imported before with the same mark, and when.
   *
   * @param newTables which have no marks yet
   * @throws Failure if that is a part only of the files with one key
   */
  static Map<ImportSource, ApplicationProgress> done(
      Transaction transaction, List<ImportSource> sources, Collection<String> newTables) {
    Map<ImportSource, ApplicationProgress> done = new HashMap<>();
    for (ImportSource source : sources) {
      String mark = source.mark();
      if (mark != null && !newTables.contains(source.table())) {
        transaction.progress(source.table(), mark).ifPresent(found -> done.put(source, found));
      }
    }
    for (ImportSource source : sources) {
      String mark = source.mark();
      boolean isSameAsDone =
          mark != null
              && ImportMark.isOfId(mark)
              && done.keySet().stream().anyMatch(each -> mark.equals(each.mark()));
      if (isSameAsDone && !done.containsKey(source)) {
        throw new Failure(
            "another import into %s had the same --id, and none into %s; give another --id"
                .formatted(done.keySet().iterator().next().table(), source.table()));
      }
    }
    return done;
  }

  /** Whether one of the files has been imported with its mark by now. */
  static boolean isAnyDone(Lake lake, List<ImportSource> sources) {
    Snapshot latest = lake.latest();
    List<String> tables = latest.tables().stream().map(Table::name).toList();
    return sources.stream()
        .anyMatch(
            source ->
                source.mark() != null
                    && tables.contains(source.table())
                    && latest.table(source.table()).progress(source.mark()).isPresent());
  }

  /** That a file is still the one whose content its mark tells. */
  static void requireUnchanged(ImportSource source) {
    String mark = source.mark();
    if (mark != null
        && !ImportMark.isOfId(mark)
        && !mark.equals(ImportMark.ofFile(source.file()))) {
      throw new Failure(
          "%s was changed while it was read; nothing is committed, import it again"
              .formatted(source.input().name()));
    }
  }

  /**
   * Records the marks of what was imported; returns whether there are any. A key is kept for an
   * import that has rows: that of an empty file, perhaps not written yet, can be used again.
   */
  static boolean record(Transaction transaction, List<ImportSource> sources, boolean hasRows) {
    boolean isMarked = false;
    for (ImportSource source : sources) {
      String mark = source.mark();
      if (mark != null
          && (hasRows || !ImportMark.isOfId(mark))
          && transaction.progress(source.table(), mark).isEmpty()) {
        transaction.recordProgress(source.table(), mark, ImportMark.VERSION);
        isMarked = true;
      }
    }
    return isMarked;
  }
}
