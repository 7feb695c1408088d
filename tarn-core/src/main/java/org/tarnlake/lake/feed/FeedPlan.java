package org.tarnlake.lake.feed;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tarnlake.lake.Catalog;
import org.tarnlake.lake.CatalogChange;
import org.tarnlake.lake.CatalogTable;
import org.tarnlake.lake.LakeLog;
import org.tarnlake.lake.LakeState;
import org.tarnlake.lake.LogEntry;
import org.tarnlake.lake.RatifiedEntry;
import org.tarnlake.lake.TableCommit;
import org.tarnlake.lake.TableLoader;
import org.tarnlake.row.ChangeType;
import org.tarnlake.table.action.Action;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.FileKey;
import org.tarnlake.table.action.Metadata;
import org.tarnlake.table.action.Protocol;
import org.tarnlake.table.action.TableHead;
import org.tarnlake.table.action.TypeChanges;
import org.tarnlake.table.scan.ChangePart;
import org.tarnlake.table.scan.TableScan;
import org.tarnlake.table.state.TableFiles;
import org.tarnlake.work.ScanUnit;

/**
 * Tells for each version of a lake, one after another, which files hold the rows that it changed
 * and how these are read: with the columns that the table had then. One thread at a time, but for
 * {@link #read}.
 */
public final class FeedPlan {
  private final LakeLog log;
  private final TableLoader loader;
  private final @Nullable String tableId;
  private Catalog catalog;
  private final LakeState start;

  /** Protocol and metadata of the tables as of the last commit to them that was planned. */
  private final Map<String, TableHead> heads = new HashMap<>();

  /**
   * @param start the lake before the first version
   * @param tableId the only table that is asked for; null for all
   */
  public FeedPlan(LakeLog log, TableLoader loader, LakeState start, @Nullable String tableId) {
    this.log = log;
    this.loader = loader;
    this.start = start;
    this.catalog = start.catalog();
    this.tableId = tableId;
  }

  private boolean isAsked(TableCommit commit) {
    return tableId == null || tableId.equals(commit.tableId());
  }

  /** Reads what is asked of an entry, so that nothing is left to be read. Safe for many threads. */
  void read(RatifiedEntry entry) {
    for (TableCommit commit : entry.entry().tableCommits()) {
      if (isAsked(commit)) {
        entry.actions(commit.tableId());
      }
    }
  }

  /** Where the rows of the next version come from, in their order. */
  List<ScanUnit.Source<FeedRows>> sources(RatifiedEntry ratified, Map<Long, Long> storeTimes) {
    LogEntry entry = ratified.entry();
    Catalog before = catalog;
    if (!log.isStandalone()) {
      catalog = before.apply(entry);
    }
    // For loading tables, which asks for version and catalog alone.
    LakeState after =
        new LakeState(
            entry.lakeVersion(), entry.timestampMillis(), catalog, start.sequences(), start.end());
    long millis = storeTimes.getOrDefault(entry.lakeVersion(), entry.timestampMillis());
    List<ScanUnit.Source<FeedRows>> sources = new ArrayList<>();
    for (CatalogChange change : entry.changes()) {
      if (change instanceof CatalogChange.AttachTable) {
        // Its owner may have altered it meanwhile.
        heads.remove(change.tableId());
      }
    }
    for (TableCommit commit : entry.tableCommits()) {
      if (!isAsked(commit)) {
        continue;
      }
      CatalogTable table = table(before, commit);
      List<Action> actions = ratified.actions(commit.tableId());
      TableHead earlier = heads.get(commit.tableId());
      boolean alters = note(commit.tableId(), actions);
      List<ChangePart> parts = ChangePart.of(actions);
      if (!parts.isEmpty()) {
        FeedCommit made =
            new FeedCommit(
                entry.lakeVersion(),
                Instant.ofEpochMilli(millis),
                table.name().toString(),
                commit.version());
        TableHead gone = alters ? gone(table, after, earlier, parts) : null;
        sources.addAll(sources(made, table, after, parts, gone));
      }
    }
    return sources;
  }

  /** The table as a commit leaves it. */
  private CatalogTable table(Catalog before, TableCommit commit) {
    CatalogTable now = catalog.findById(commit.tableId());
    CatalogTable known = now != null ? now : before.findById(commit.tableId());
    if (known == null) {
      throw new AssertionError("a commit of no table: " + commit);
    }
    return now != null && !now.isStandalone() ? now : known.asOf(commit.version());
  }

  /** Takes over what a commit says of protocol and metadata; returns whether it says anything. */
  private boolean note(String id, List<Action> actions) {
    TableHead known = heads.get(id);
    Protocol protocol = known == null ? null : known.protocol();
    Metadata metadata = known == null ? null : known.metadata();
    boolean says = false;
    for (Action action : actions) {
      says |= action instanceof Protocol || action instanceof Metadata;
      protocol = action instanceof Protocol each ? each : protocol;
      metadata = action instanceof Metadata each ? each : metadata;
    }
    if (says && protocol != null && metadata != null) {
      heads.put(id, new TableHead(protocol, metadata));
    }
    return says;
  }

  /**
   * The columns that rows have which go with a commit that alters the table: null if they have
   * those that it leaves, as all rows that are there. Where a restore makes types narrower, they
   * need not be values of these, and have the columns of before.
   *
   * @param earlier the table before, if that is known
   */
  private @Nullable TableHead gone(
      CatalogTable table, LakeState after, @Nullable TableHead earlier, List<ChangePart> parts) {
    if (parts.stream().noneMatch(part -> part.type() == ChangeType.DELETE)) {
      return null;
    }
    TableHead before =
        earlier != null ? earlier : loader.head(table.asOf(table.version() - 1), after);
    TableHead now = head(table, after);
    return TypeChanges.areReadAs(
            before.columnMapping().physical(before.schema().columns()),
            now.columnMapping().physical(now.schema().columns()))
        ? null
        : before;
  }

  private TableHead head(CatalogTable table, LakeState after) {
    return heads.computeIfAbsent(table.id(), id -> loader.head(table, after));
  }

  private List<ScanUnit.Source<FeedRows>> sources(
      FeedCommit commit,
      CatalogTable table,
      LakeState after,
      List<ChangePart> parts,
      @Nullable TableHead gone) {
    TableHead head = head(table, after);
    head.protocol().requireReadable(commit.table());
    TableScan scan = scan(table, head);
    TableScan goes = gone == null ? scan : scan(table, gone);
    return complete(table, after, head, parts).stream()
        .<ScanUnit.Source<FeedRows>>map(
            part ->
                new FeedSource(
                    commit,
                    part.type() == ChangeType.DELETE ? goes : scan,
                    loader.dataFiles(),
                    log.store(),
                    part))
        .toList();
  }

  private static TableScan scan(CatalogTable table, TableHead head) {
    return new TableScan(
        table.location(),
        head.schema(),
        head.columnMapping(),
        TableFiles.NONE,
        List.of(),
        head.schema().columns(),
        null,
        Long.MAX_VALUE);
  }

  /** The parts, with what older writers did not say of the files that they removed. */
  private List<ChangePart> complete(
      CatalogTable table, LakeState after, TableHead head, List<ChangePart> parts) {
    Map<FileKey, AddFile> lacking =
        parts.stream()
            .filter(part -> !part.isReadable(head.schema(), head.columnMapping()))
            .collect(
                Collectors.toMap(part -> FileKey.of(part.file()), ChangePart::file, (a, b) -> a));
    if (lacking.isEmpty()) {
      return parts;
    }
    loader
        .load(table.asOf(table.version() - 1), after)
        .files()
        .forEach(file -> lacking.computeIfPresent(FileKey.of(file), (key, known) -> file));
    return parts.stream()
        .map(part -> part.withFile(lacking.getOrDefault(FileKey.of(part.file()), part.file())))
        .toList();
  }
}
