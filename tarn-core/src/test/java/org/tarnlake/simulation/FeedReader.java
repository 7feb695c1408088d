package org.tarnlake.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tarnlake.ChangeFeed;
import org.tarnlake.Changes;
import org.tarnlake.Lake;

/**
 * Reads the changes of a lake, and goes on where it stopped, whatever becomes of its process.
 * Guarded by the baton.
 */
final class FeedReader {
  private static final int MAX_PAUSES = 4;

  private final World world;
  private final String name;

  /** The only table that it asks for, by the name of the last version; null for all. */
  private final @Nullable String table;

  private final long from;

  /** The version up to which it asks for a table. */
  private final long to;

  private final Map<Long, List<Change>> versions = new TreeMap<>();

  /** The version up to which it was told everything. */
  private long seen;

  /** A row that came or went. */
  private record Change(String table, boolean takesAway, Row row, List<Column> columns) {}

  private FeedReader(World world, String name, @Nullable String table, long from, long to) {
    this.world = world;
    this.name = name;
    this.table = table;
    this.from = from;
    this.to = to;
    this.seen = from - 1;
    world.add(this);
  }

  /** One of all tables, from the first version on. */
  static FeedReader ofLake(World world, String name) {
    return new FeedReader(world, name, null, 1, Long.MAX_VALUE);
  }

  /** Reads some versions of one table. */
  static void readTable(World world, Lake lake, String name, SplittableRandom random) {
    var newest = lake.latest();
    if (newest.tables().isEmpty()) {
      return;
    }
    String table = newest.tables().get(random.nextInt(newest.tables().size())).name();
    long from = 1 + random.nextLong(newest.version());
    FeedReader reader = new FeedReader(world, name, table, from, newest.version());
    reader.read(lake.changes().table(table).from(from).to(newest.version()).open(), random, 1.0);
  }

  /** Reads what is new, or some of it. */
  void read(Lake lake, SplittableRandom random) {
    long landed = world.landings().last();
    double stay = random.nextBoolean() ? 1.0 : 0.7;
    boolean ended = read(feed(lake, random).open(), random, stay);
    if (ended && seen < landed) {
      world.failed(
          new AssertionError(
              "%s ends at version %d, begun after %d had landed".formatted(this, seen, landed)));
    }
  }

  /** Reads what is new, and waits some time for more. */
  void follow(Lake lake, SplittableRandom random) {
    Changes changes = feed(lake, random).follow();
    int pauses = 1 + random.nextInt(MAX_PAUSES);
    world.running().onPause = new PauseCount(pauses, changes::close);
    try {
      read(changes, random, 1.0);
    } finally {
      world.running().onPause = null;
    }
  }

  private ChangeFeed feed(Lake lake, SplittableRandom random) {
    return seen == 0 && random.nextBoolean() ? lake.changes() : lake.changes().from(seen + 1);
  }

  /** Returns whether there is no more. */
  private boolean read(Changes changes, SplittableRandom random, double stay) {
    try (changes) {
      while (changes.nextVersion()) {
        List<Change> found = new ArrayList<>();
        while (changes.next()) {
          List<Column> columns = Column.of(changes.row().type());
          Row row = Row.of(changes.row());
          found.add(new Change(changes.table(), changes.change().takesAway(), row, columns));
        }
        if (changes.version() <= seen || changes.seenThrough() != changes.version()) {
          throw new AssertionError("%s, told of version %d".formatted(this, changes.version()));
        }
        versions.put(changes.version(), found);
        seen = changes.version();
        if (random.nextDouble() >= stay) {
          return false;
        }
      }
      if (changes.seenThrough() < seen) {
        throw new AssertionError("%s, told to be at %d".formatted(this, changes.seenThrough()));
      }
      seen = changes.seenThrough();
      world.trace("read changes", name, Long.toString(seen));
      return true;
    }
  }

  /** What is wrong with what it was told, given what the lake held at each version. */
  List<String> wrong(List<Model> models) {
    List<String> wrong = new ArrayList<>();
    Long only = null;
    if (seen >= models.size()) {
      return List.of(this + " has seen a version that never landed");
    }
    if (table != null) {
      ModelTable asked = models.get((int) to).tables().get(table);
      only = asked == null ? null : (Long) asked.birth();
    }
    for (long version = from; version <= seen; version++) {
      List<Change> changes = versions.getOrDefault(version, List.of());
      if (changes.isEmpty() && versions.containsKey(version)) {
        wrong.add("%s is told of version %d, which changed nothing".formatted(this, version));
      }
      Model after = models.get((int) version);
      Set<String> told = new HashSet<>();
      changes.forEach(change -> told.add(change.table()));
      for (Map.Entry<String, ModelTable> each : after.tables().entrySet()) {
        if (only == null || only == each.getValue().birth()) {
          told.remove(each.getKey());
          ModelTable before = before(models, version, each.getValue().birth());
          String why = wrong(before, each.getKey(), each.getValue(), changes);
          if (why != null) {
            wrong.add("%s at version %d: %s".formatted(this, version, why));
          }
        }
      }
      if (!told.isEmpty()) {
        wrong.add("%s at version %d: tables %s changed".formatted(this, version, told));
      }
    }
    return wrong;
  }

  /** A table before a version; one that comes back, as it went. */
  private static ModelTable before(List<Model> models, long version, long birth) {
    for (int i = (int) version - 1; i >= 0; i--) {
      String name = models.get(i).nameOf(birth);
      if (name != null) {
        return models.get(i).tables().get(name);
      }
    }
    return new ModelTable(birth, List.of());
  }

  private static @Nullable String wrong(
      ModelTable before, String name, ModelTable after, List<Change> changes) {
    List<Row> rows = new ArrayList<>(before.rows());
    for (Change change : changes) {
      if (change.table().equals(name)) {
        // Where the table's types become narrower again, what goes is as it was before.
        if (!change.columns().equals(after.columns())
            && !(change.takesAway() && change.columns().equals(before.columns()))) {
          return "%s of %s has columns %s".formatted(change.row(), name, change.columns());
        }
        if (!change.takesAway()) {
          rows.add(change.row());
        } else if (!remove(rows, change, before.columns())) {
          return "%s goes from %s, which has not got it".formatted(change.row(), name);
        }
      }
    }
    List<Row> there = ModelTable.sorted(after.scan(null));
    List<Row> led = ModelTable.sorted(rows.stream().map(row -> row.in(after.columns())).toList());
    return led.equals(there)
        ? null
        : "the changes %s lead to %s in %s, which has %s".formatted(changes, led, name, there);
  }

  /**
   * Takes a row away. A compaction leaves out what it held in columns that were dropped, and may
   * come back.
   */
  private static boolean remove(List<Row> rows, Change change, List<Column> before) {
    for (Row row : rows) {
      Row seen = row.in(change.columns());
      if (seen.equals(change.row()) || seen.in(before).equals(change.row())) {
        return rows.remove(row);
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return "%s, which reads the changes of %s from version %d to %d"
        .formatted(name, table == null ? "all tables" : table, from, seen);
  }
}
