package org.tarnlake.crash;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.tarnlake.Rows;
import org.tarnlake.Table;

/** Transactions of all kinds, one at a time, from a seed. One thread at a time. */
final class RandomWork {
  private static final int TABLES_AT_MOST = 5;

  private final SplittableRandom random;
  private int counter;

  RandomWork(SplittableRandom random) {
    this.random = random;
  }

  /** Does one thing. */
  void step(Client client) {
    if (client.isDead()) {
      return;
    }
    List<String> tables = new ArrayList<>();
    client.untilItWorks(
        () -> {
          tables.clear();
          client.lake().latest().tables().stream().map(Table::name).forEach(tables::add);
        });
    if (client.isDead()) {
      return;
    }
    Collections.shuffle(tables, new Random(random.nextLong()));
    int what = tables.isEmpty() ? 0 : random.nextInt(14);
    if (what == 0) {
      create(client);
    } else if (what == 1) {
      client.commit(Change.rename(tables.get(0), "r" + next()));
    } else if (what == 2 && tables.size() > TABLES_AT_MOST) {
      client.commit(Change.drop(tables.get(0)), Change.create("c" + next()));
    } else if (what == 3) {
      client.open();
    } else if (what <= 5) {
      client.publish();
    } else if (what <= 9) {
      change(client, tables.subList(0, 1 + random.nextInt(Math.min(2, tables.size()))));
    } else {
      append(client, tables.subList(0, 1 + random.nextInt(tables.size())));
    }
  }

  private void create(Client client) {
    String table = "c" + next();
    client.commit(Change.create(table), Change.append(table, next()));
  }

  private void append(Client client, List<String> tables) {
    Tx tx = client.begin();
    for (String table : tables) {
      tx.with(Change.append(table, next()), Change.append(table, next()));
    }
    tx.commit();
  }

  /**
   * Changes rows that are there when it begins. An id that went never comes back, so that whoever
   * finds no row to change would find none at any later version.
   */
  private void change(Client client, List<String> tables) {
    Tx tx = client.begin();
    for (String table : tables) {
      List<Long> ids = ids(client, table);
      if (client.isDead()) {
        return;
      }
      for (int i = random.nextInt(3); i >= 0 && !ids.isEmpty(); i--) {
        long id = ids.get(random.nextInt(ids.size()));
        switch (random.nextInt(4)) {
          case 0 -> tx.with(Change.delete(table, id));
          case 1 -> tx.with(Change.update(table, id, "updated " + next()));
          case 2 -> tx.with(Change.upsert(table, next(), "upserted"));
          default ->
              tx.with(Change.update(table, id, "upd " + next()), Change.append(table, next()));
        }
      }
    }
    tx.commit();
  }

  private static List<Long> ids(Client client, String table) {
    List<Long> ids = new ArrayList<>();
    client.untilItWorks(
        () -> {
          ids.clear();
          if (client.lake().latest().tables().stream()
              .anyMatch(each -> each.name().equals(table))) {
            try (Rows rows = client.lake().latest().table(table).scan().rows()) {
              while (rows.next()) {
                ids.add(rows.getLong("id"));
              }
            }
          }
        });
    return ids;
  }

  private int next() {
    return ++counter;
  }
}
