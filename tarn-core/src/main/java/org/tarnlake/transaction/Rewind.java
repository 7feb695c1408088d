package org.tarnlake.transaction;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.DomainMetadata;
import org.tarnlake.table.action.TableHead;
import org.tarnlake.table.scan.Deletions;
import org.tarnlake.table.state.TableFiles;

/**
 * Files of a table that come back, and files that go, so that it is what it was, or part of that.
 * Who writes to the table meanwhile conflicts. Immutable.
 *
 * @param statement what is done, for the table's history
 * @param before protocol and metadata at the lake version that the transaction reads
 * @param head what they become
 * @param files the table's files afterwards
 * @param back those of them that come back, with the vectors that they had
 * @param gone files of the version before that go; with another vector one may come back
 * @param deletions rows of its files afterwards that go all the same
 * @param domains what becomes of its domains
 * @param metrics for the table's history
 */
public record Rewind(
    Statement statement,
    TableHead before,
    TableHead head,
    TableFiles files,
    List<AddFile> back,
    List<AddFile> gone,
    Deletions deletions,
    List<DomainMetadata> domains,
    Map<String, String> metrics) {
  public Rewind {
    Objects.requireNonNull(statement, "statement");
    Objects.requireNonNull(before, "before");
    Objects.requireNonNull(head, "head");
    Objects.requireNonNull(files, "files");
    Objects.requireNonNull(deletions, "deletions");
    back = List.copyOf(back);
    gone = List.copyOf(gone);
    domains = List.copyOf(domains);
    metrics = new LinkedHashMap<>(metrics);
  }

  /** Whether no file and no domain changes. */
  boolean isNothing() {
    return back.isEmpty() && gone.isEmpty() && domains.isEmpty();
  }
}
