package org.tarnlake.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.testing.ManualTime;

/**
 * A lake of two tables, of which {@code t} has one row and is detached by a test, and its folder
 * moved by its owner. The lake is sound after each test, and takes commits.
 */
abstract class DetachedLake {
  static final Schema SCHEMA = Schema.of(Field.optional("id", DataType.LONG));

  final MemoryStore disk = new MemoryStore();
  final ManualTime time = new ManualTime();

  Lake open() {
    return Lake.open(disk, time.process());
  }

  @BeforeEach
  void lakeOfTwoTables() {
    try (Lake lake = Lake.create(disk, time.process())) {
      lake.transact(tx -> tx.createTable("other", SCHEMA));
      lake.transact(
          tx -> {
            tx.createTable("t", SCHEMA);
            tx.append("t", 1L);
          });
    }
  }

  @AfterEach
  void lakeIsSound() {
    try (Lake lake = open()) {
      lake.transact(tx -> tx.append("other", 9L));
      lake.awaitPublished();
      assertThat(lake.check(CheckDepth.DATA)).filteredOn(Finding::isDamage).isEmpty();
    }
  }

  void copy(String from, String to) throws IOException {
    for (ObjectInfo object : disk.list(from + "/", "")) {
      disk.put(to + object.name().substring(from.length()), disk.get(object.name()));
    }
  }

  void move(String from, String to) throws IOException {
    copy(from, to);
    for (ObjectInfo object : disk.list(from + "/", "")) {
      disk.delete(object.name());
    }
  }
}
