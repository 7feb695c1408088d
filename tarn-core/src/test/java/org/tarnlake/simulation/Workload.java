package org.tarnlake.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.tarnlake.Lake;
import org.tarnlake.Scan;
import org.tarnlake.Table;
import org.tarnlake.Transaction;
import org.tarnlake.Undone;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.schema.PrimitiveType;
import org.tarnlake.schema.Schema;

/**
 * What a transaction does: a few random steps over the tables that all clients share, each noted in
 * its {@link Attempt}. One thread at a time.
 */
final class Workload {
  static final Schema SCHEMA =
      Schema.builder().required("k", PrimitiveType.LONG).required("v", PrimitiveType.LONG).build();

  /** How many keys of a table have a value instead of a list. */
  static final int REGISTERS = 3;

  private static final int MAX_SLEEP_MILLIS = 300;

  private final World world;
  private final Lake lake;
  private final Transaction transaction;
  private final Attempt attempt;
  private final SplittableRandom random;
  private long nextValue;

  /** Whether a table was restored, or a version reverted, if only to what it is. */
  private boolean restores;

  /**
   * A transaction's work.
   *
   * @param firstValue from which values on are its own
   */
  Workload(
      World world,
      Lake lake,
      Transaction transaction,
      Attempt attempt,
      SplittableRandom random,
      long firstValue) {
    this.world = world;
    this.lake = lake;
    this.transaction = transaction;
    this.attempt = attempt;
    this.random = random;
    this.nextValue = firstValue;
  }

  void run() {
    int steps = 1 + Dice.weighted(random, 20, 35, 25, 15, 5);
    boolean isReader = random.nextInt(10) == 0;
    // What threads of a process append only may share an entry.
    boolean isAppender = world.conditions().threads() > 1 && random.nextBoolean();
    for (int i = 0; i < steps; i++) {
      if (isAppender) {
        append(random.nextBoolean() ? names() : List.of(name()));
      } else if (isReader || random.nextDouble() < world.conditions().reading()) {
        read();
      } else {
        write();
      }
      if (random.nextInt(16) == 0) {
        world.sleep(random.nextInt(MAX_SLEEP_MILLIS));
      }
    }
  }

  private void read() {
    switch (Dice.weighted(random, 50, 30, 10, 5, 5)) {
      case 0 -> scan(name(), null);
      case 1 -> scan(name(), (long) random.nextInt(world.conditions().keys()));
      case 2 -> count(name());
      case 3 -> attempt.steps.add(new Step.Listed(transaction.tables()));
      default -> exists(name());
    }
  }

  private void write() {
    // Whose an entry is that several threads may have made is told by the rows of its files.
    int single = world.conditions().threads() > 1 ? 0 : 1;
    // A table that comes back and goes again never was there, for the log.
    int drops = attempt.steps.stream().anyMatch(Step.Reverted.class::isInstance) ? 0 : 1;
    int gone = 6 * drops;
    int copies = 8 * single * drops;
    switch (Dice.weighted(
        random,
        50,
        24,
        8 * drops,
        gone,
        7,
        5,
        45,
        8,
        8 * single,
        14 * single,
        copies,
        14 * single)) {
      case 0 -> append(List.of(name()));
      case 1 -> append(names());
      case 2 -> replace(name());
      case 3 -> drop(name());
      case 4 -> rename(name(), random.nextInt(4) == 0 ? "e" : name());
      case 5 -> swap(names());
      case 6 -> change(name());
      case 7 -> number();
      case 8 -> restore(name());
      case 9 -> revert();
      case 10 -> copy(name());
      default -> alter(name());
    }
  }

  private String name() {
    return Beginning.TABLES.get(random.nextInt(world.conditions().tables()));
  }

  private List<String> names() {
    List<String> names = new ArrayList<>(Beginning.TABLES.subList(0, world.conditions().tables()));
    if (names.size() > 2 && random.nextBoolean()) {
      names.remove(random.nextInt(names.size()));
    }
    return names;
  }

  private boolean exists(String name) {
    boolean exists = transaction.hasTable(name);
    attempt.steps.add(new Step.Asked(name, exists));
    return exists;
  }

  private void scan(String name, @Nullable Long key) {
    if (exists(name)) {
      Scan all = transaction.scan(name);
      attempt.steps.add(new Step.Scanned(name, key, Row.read(all, key)));
    }
  }

  private void count(String name) {
    if (exists(name)) {
      attempt.steps.add(new Step.Counted(name, transaction.scan(name).count()));
    }
  }

  /** Appends a value, or two, to the same list of each table. */
  private void append(List<String> names) {
    Row row = new Row(random.nextInt(world.conditions().keys()), nextValue++);
    for (String name : names) {
      if (!exists(name)) {
        create(name);
      }
      append(name, row);
    }
    if (random.nextInt(4) == 0) {
      append(names.get(0), new Row(random.nextInt(world.conditions().keys()), nextValue++));
    }
  }

  private void append(String name, Row row) {
    List<Column> columns = columns(name);
    Row filled = row.filled(columns);
    List<@Nullable Object> values = new ArrayList<>(List.of(row.key(), row.value()));
    columns.forEach(column -> values.add(filled.others().get(column.birth())));
    transaction.append(name, values.toArray());
    world.landings().wrote(row.value(), attempt);
    attempt.steps.add(new Step.Appended(name, filled));
  }

  private List<Column> columns(String name) {
    return Column.of(transaction.schema(name).columns());
  }

  /** Upserts, updates or deletes the row of a key that has a value. */
  private void change(String name) {
    long key = Row.FIRST_REGISTER + random.nextInt(REGISTERS);
    scan(name, key);
    if (!(attempt.steps.get(attempt.steps.size() - 1) instanceof Step.Scanned scanned)) {
      return;
    }
    Row old = scanned.rows().stream().filter(row -> row.key() == key).findFirst().orElse(null);
    Long before = old == null ? null : (Long) old.value();
    long value = nextValue++;
    boolean typed = transaction.schema(name).columns().field(0).type() == PrimitiveType.LONG;
    switch (Dice.weighted(random, typed ? 40 : 0, 30, 30)) {
      case 0 -> {
        Row row = new Row(key, value).filled(scanned.columns());
        Map<String, @Nullable Object> values = new HashMap<>(Map.of("k", key, "v", value));
        scanned.columns().forEach(each -> values.put(each.name(), row.others().get(each.birth())));
        var result = transaction.upsert(name, List.of("k"), List.of(values));
        requireOne(before == null ? result.inserted() : result.updated(), name);
        changed(name, key, before, row);
      }
      case 1 -> {
        long count = transaction.update(name).set("v", row -> value).where("k = " + key).run();
        requireOne(before == null ? count + 1 : count, name);
        changed(name, key, before, old == null ? null : new Row(key, value, old.others()));
      }
      default -> {
        long count = transaction.delete(name, "k = " + key);
        requireOne(before == null ? count + 1 : count, name);
        changed(name, key, before, null);
        if (world.conditions().threads() > 1) {
          // Whose an entry is that several threads may have made is told by its rows.
          append(name, new Row(random.nextInt(world.conditions().keys()), nextValue++));
        }
      }
    }
  }

  private void changed(String name, long key, @Nullable Long before, @Nullable Row after) {
    if (after != null) {
      world.landings().wrote(after.value(), attempt);
    }
    attempt.steps.add(new Step.Changed(name, key, before, after));
  }

  private void requireOne(long count, String name) {
    if (count != 1) {
      throw new AssertionError(
          "a change of one row of %s changes %d: %s".formatted(name, count, attempt));
    }
  }

  /** Adds, renames, widens or drops a column. */
  private void alter(String name) {
    scan(name, Row.BIRTH);
    if (!(attempt.steps.get(attempt.steps.size() - 1) instanceof Step.Scanned scanned)
        || transaction.schema(name).columns().field(0).type() != PrimitiveType.LONG) {
      return;
    }
    Step.Altered step = Alterations.pick(name, scanned.columns(), nextValue++, random);
    Alterations.run(transaction.alter(name), step);
    attempt.steps.add(step);
  }

  private void create(String name) {
    switch (random.nextInt(8)) {
      case 0 -> transaction.createTable(name, SCHEMA.partitionBy("k"));
      case 1 -> transaction.createUntypedTable(name, "k", "v");
      default -> transaction.createTable(name, SCHEMA);
    }
    long birth = nextValue++;
    attempt.steps.add(new Step.Created(name, birth));
    append(name, new Row(Row.BIRTH, birth));
  }

  /** Records the next number of an application, and appends a row. */
  private void number() {
    String application = random.nextBoolean() ? "loader" : "cleaner";
    long before = transaction.sequence(application).orElse(-1);
    transaction.sequence(application, before + 1);
    attempt.steps.add(new Step.Numbered(application, before, before + 1));
    append(List.of(name()));
  }

  /**
   * A table becomes what it was at a version, if it was there under its name, and this transaction
   * has changed nothing yet: what it did to the table would be forgotten.
   */
  private void restore(String name) {
    if (attempt.steps.stream().anyMatch(Step::isChange)) {
      return;
    }
    long version = random.nextLong(transaction.readVersion() + 1);
    Table then =
        lake.asOf(version).tables().stream()
            .filter(table -> table.name().equals(name))
            .findFirst()
            .orElse(null);
    scan(name, Row.BIRTH);
    if (then != null
        && attempt.steps.get(attempt.steps.size() - 1) instanceof Step.Scanned scanned) {
      ModelTable model = Row.read(then.scan(), null);
      if (model.birth() == scanned.rows().get(0).value()) {
        restores = true;
        Undone undone = transaction.restore(then);
        if (!undone.isNothing()) {
          attempt.steps.add(new Step.Restored(name, version, model));
        }
      }
    }
  }

  /** A version is taken back, if this transaction has changed nothing yet. */
  private void revert() {
    long newest = transaction.readVersion();
    if (newest == 0 || restores || attempt.steps.stream().anyMatch(Step::isChange)) {
      return;
    }
    long version = random.nextBoolean() ? newest : 1 + random.nextLong(newest);
    Step.Reverted step =
        new Step.Reverted(version, Model.of(lake.asOf(version - 1)), Model.of(lake.asOf(version)));
    try {
      // It waits for publication, if a table is to come back that was dropped.
      world.running().peer.runWaiting(() -> transaction.revert(version));
    } catch (InvalidDataException e) {
      String why = String.valueOf(e.getMessage());
      if (version == newest && !why.contains("attached table") && !why.contains("there again")) {
        throw new AssertionError("the newest version is not reverted: " + attempt, e);
      }
      return;
    }
    restores = true; // maybe files only, of a compaction
    if (!step.touched().isEmpty()) {
      attempt.steps.add(step);
      transaction.tables().forEach(this::requireRegisters);
    }
  }

  /** Of the rows of a key that has a value, one came since another one went that came back. */
  private void requireRegisters(String name) {
    ModelTable read = Row.read(transaction.scan(name), null);
    List<Row> rows = read.rows();
    attempt.steps.add(new Step.Scanned(name, null, read));
    for (long key = Row.FIRST_REGISTER; key < Row.FIRST_REGISTER + REGISTERS; key++) {
      long each = key;
      long count = rows.stream().filter(row -> row.key() == each).count();
      if (count > 1) {
        if (transaction.delete(name, "k = " + key) != count) {
          throw new AssertionError("not all of key %d are deleted: %s".formatted(key, attempt));
        }
        changed(name, key, ModelTable.register(rows, key), null);
      }
    }
  }

  /** A copy of a table, as it is or was, takes the place of the one of a name. */
  private void copy(String name) {
    long newest = transaction.readVersion();
    long version = random.nextBoolean() ? newest : random.nextLong(newest + 1);
    List<Table> tables = lake.asOf(version).tables();
    if (tables.isEmpty()) {
      return;
    }
    Table source = tables.get(random.nextInt(tables.size()));
    ModelTable read = Row.read(source.scan(), null);
    List<Row> rows = read.rows();
    if (version == newest && attempt.steps.stream().noneMatch(Step::isChange)) {
      // What it copies is then read as of the transaction.
      attempt.steps.add(new Step.Scanned(source.name(), null, read));
    }
    drop(name);
    transaction.cloneTable(source, name);
    long birth = nextValue++;
    long copied = transaction.update(name).set("v", row -> birth).where("k = " + Row.BIRTH).run();
    requireOne(copied, name);
    List<Row> copies = rows.subList(1, rows.size());
    attempt.steps.add(new Step.Cloned(source.name(), version, name, birth, copies, read.columns()));
    attempt.steps.add(new Step.Appended(name, new Row(Row.BIRTH, birth, rows.get(0).others())));
  }

  /** Another table of the name takes the place of the one there is. */
  private void replace(String name) {
    drop(name);
    create(name);
  }

  private void drop(String name) {
    if (exists(name)) {
      transaction.dropTable(name);
      attempt.steps.add(new Step.Dropped(name));
    }
  }

  private void rename(String from, String to) {
    if (!from.equals(to) && exists(from) && !exists(to)) {
      renameTo(from, to);
    }
  }

  private void renameTo(String from, String to) {
    transaction.renameTable(from, to);
    attempt.steps.add(new Step.Renamed(from, to));
  }

  private void swap(List<String> names) {
    if (names.size() < 2 || exists("swapped")) {
      return;
    }
    String one = names.get(0);
    String other = names.get(1);
    if (exists(one) && exists(other)) {
      renameTo(one, "swapped");
      renameTo(other, one);
      renameTo("swapped", other);
    }
  }
}
