package org.tarnlake.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.tarnlake.Lake;
import org.tarnlake.Transaction;
import org.tarnlake.env.Environment;
import org.tarnlake.lake.LakeNames;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectInfo;

/**
 * A lake as it is when the clients of a seed come, made once and copied for each. Immutable once
 * made, so safe for many threads.
 */
final class Beginning {
  /** The names that clients share. */
  static final List<String> TABLES = List.of("a", "b", "c.d");

  /** The last entries are left to the clients to publish. */
  private static final int UNPUBLISHED = 2;

  private static final Instant TIME = Instant.ofEpochMilli(1_699_000_000_000L);
  private static final Map<Conditions.Start, Beginning> MADE = new ConcurrentHashMap<>();

  private final MemoryStore objects = new MemoryStore(() -> TIME);
  private final List<Model> models = new ArrayList<>(List.of(Model.empty()));
  private final StoreRules rules;

  private Beginning(Conditions.Start start) {
    if (start != Conditions.Start.NOTHING) {
      make(start.entries);
    }
    rules =
        new StoreRules(
            objects,
            what -> {
              throw new AssertionError(what);
            });
    // Entries come before what is published of them, in the order of names too.
    for (ObjectInfo object : objects.list("", "")) {
      rules.created(object.name(), content(objects, object));
    }
  }

  static Beginning of(Conditions.Start start) {
    return MADE.computeIfAbsent(start, Beginning::new);
  }

  private void make(int entries) {
    Environment environment =
        new Environment(() -> TIME, new SplittableRandom(1), duration -> {}, new NoThreads());
    Lake lake = Lake.create(objects, environment);
    for (int entry = 1; entry <= entries; entry++) {
      List<Step> steps = new ArrayList<>();
      try (Transaction transaction = lake.begin()) {
        if (entry == 1) {
          TABLES.forEach(table -> create(transaction, table, steps));
        } else {
          String table = TABLES.get(entry % TABLES.size());
          append(transaction, table, new Row(entry % 2, 1000 + entry), steps);
        }
        transaction.commit();
      }
      models.add(models.get(entry - 1).after(steps));
      if (entry <= entries - UNPUBLISHED) {
        lake.awaitPublished();
      }
    }
  }

  private static void create(Transaction transaction, String table, List<Step> steps) {
    long birth = 1 + TABLES.indexOf(table);
    transaction.createTable(table, Workload.SCHEMA);
    steps.add(new Step.Created(table, birth));
    Step.Altered added = new Step.Altered(table, null, column(table));
    Alterations.run(transaction.alter(table), added);
    steps.add(added);
    append(transaction, table, new Row(Row.BIRTH, birth), steps);
    for (int i = 0; i < Workload.REGISTERS; i++) {
      append(transaction, table, new Row(Row.FIRST_REGISTER + i, 10 * birth + i), steps);
    }
  }

  /** Each table has one more column from the start, to be renamed, widened or dropped. */
  private static Column column(String table) {
    return new Column(1 + TABLES.indexOf(table), "x", false);
  }

  private static void append(Transaction transaction, String table, Row first, List<Step> steps) {
    Column column = column(table);
    Row row = first.filled(List.of(column));
    transaction.append(table, row.key(), row.value(), row.others().get(column.birth()));
    steps.add(new Step.Appended(table, row));
  }

  /** What the lake holds at each version, from 0. */
  List<Model> models() {
    return models;
  }

  StoreRules rules() {
    return rules;
  }

  /** A store of its own with the same objects, which dates by {@code clock}. */
  MemoryStore copyOfObjects(InstantSource clock) {
    MemoryStore copy = new MemoryStore(clock);
    for (ObjectInfo object : objects.list("", "")) {
      copy.putIfAbsent(object.name(), content(objects, object));
    }
    return copy;
  }

  /** Whether the lake is made by the clients. */
  boolean isNothing() {
    return objects.list(LakeNames.IDENTITY, "").isEmpty();
  }

  private static byte[] content(MemoryStore objects, ObjectInfo object) {
    try {
      return objects.get(object.name());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
