package org.tarnlake.crash;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
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
    int what = tables.isEmpty() ? 0 : random.nextInt(10);
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

  private int next() {
    return ++counter;
  }
}
