package org.tarnlake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.env.Environment;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.row.ChangeType;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.FeedReplay;
import org.tarnlake.testing.SoundLake;

/** The changes of rows are read version by version, of one table and of the lake. */
class ChangesTest {
  private static final Schema SCHEMA = Schema.parse("id long, name string");

  @RegisterExtension final SoundLake sound = new SoundLake();

  private final MemoryStore store = sound.watch(new MemoryStore());

  /**
   * What is done instead of waiting, one after another; with none left the thread is told to end.
   */
  private final Queue<Runnable> pauses = new ArrayDeque<>();

  private Instant now = Instant.parse("2024-05-01T10:00:00Z");
  private final Lake lake = Lake.create(store, environment());

  private Environment environment() {
    return new Environment(
        () -> now = now.plusMillis(1),
        new Random(1),
        this::pause,
        Environment.system().background());
  }

  private void pause(Duration duration) {
    Runnable next = pauses.poll();
    if (next == null) {
      Thread.currentThread().interrupt();
    } else {
      next.run();
    }
  }

  @AfterEach
  void close() {
    lake.close();
  }

  private void make(String... tables) {
    lake.transact(
        tx -> {
          for (String table : tables) {
            tx.createTable(table, SCHEMA);
          }
        });
  }

  private void append(String table, long... ids) {
    lake.transact(
        tx -> {
          for (long id : ids) {
            tx.append(table, id, "n" + id);
          }
        });
  }

  private static List<String> lines(ChangeFeed feed) {
    try (Changes changes = feed.open()) {
      return FeedReplay.lines(changes);
    }
  }

  @Test
  void aChangeTellsWhatItIsWhenAndWhere() {
    make("t");
    append("t", 7);
    lake.transact(tx -> tx.delete("t", "id = 7"));
    try (Changes changes = lake.changes().table("t").from(3).open()) {
      assertThatThrownBy(changes::next).hasMessage("no version yet; call nextVersion() first");
      assertThat(changes.nextVersion()).isTrue();
      assertThat(changes.version()).isEqualTo(3);
      assertThat(changes.seenThrough()).isEqualTo(2);
      assertThatThrownBy(changes::row).hasMessage("there is no change here; call next() first");
      assertThat(changes.next()).isTrue();
      assertThat(changes.change()).isEqualTo(ChangeType.DELETE);
      assertThat(changes.table()).isEqualTo("t");
      assertThat(changes.tableVersion()).isEqualTo(2);
      assertThat(changes.timestamp()).isEqualTo(lake.asOf(3).timestamp());
      assertThat(changes.row().getLong("id")).isEqualTo(7);
      assertThat(changes.as(Item.class)).isEqualTo(new Item(7, "n7"));
      assertThat(changes.next()).isFalse();
      assertThat(changes.seenThrough()).isEqualTo(3);
      assertThat(changes.nextVersion()).isFalse();
    }
  }

  private record Item(long id, String name) {}

  @Test
  void rowsComeAndGoAsDeletionVectorsSayAndUpdatesAreBoth() {
    make("t");
    append("t", 1, 2, 3, 4);
    lake.transact(tx -> tx.delete("t", "id = 2"));
    lake.transact(tx -> tx.update("t").set("name", "'x'").where("id in (1, 3)").run());
    lake.transact(tx -> tx.deleteAll("t"));
    assertThat(lines(lake.changes()))
        .containsExactly(
            "2 t insert 1, n1",
            "2 t insert 2, n2",
            "2 t insert 3, n3",
            "2 t insert 4, n4",
            "3 t delete 2, n2",
            "4 t delete 1, n1",
            "4 t delete 3, n3",
            "4 t insert 1, x",
            "4 t insert 3, x",
            "5 t delete 4, n4",
            "5 t delete 1, x",
            "5 t delete 3, x");
    FeedReplay.assertLeadsToEachVersion(lake);
  }

  @Test
  void aLakesTablesComeInTheOrderOfCommitsByTheNamesThatTheyHad() {
    make("a", "b");
    lake.transact(
        tx -> {
          tx.append("b", 1L, null);
          tx.append("a", 2L, null);
        });
    lake.transact(tx -> tx.renameTable("a", "c"));
    append("c", 3);
    append("b", 4);
    lake.transact(tx -> tx.dropTable("c"));
    make("c");
    append("c", 5);
    assertThat(lines(lake.changes()))
        .containsExactly(
            "2 b insert 1, null",
            "2 a insert 2, null",
            "4 c insert 3, n3",
            "5 b insert 4, n4",
            "8 c insert 5, n5");
    assertThat(lines(lake.changes().table("c"))).containsExactly("8 c insert 5, n5");
    assertThat(lines(lake.changes().table("c").to(5)))
        .containsExactly("2 a insert 2, null", "4 c insert 3, n3");
    assertThat(lines(lake.changes().table("a").from(3)))
        .as("the table before the first version")
        .containsExactly("4 c insert 3, n3");
  }

  @Test
  void anyRangeOfVersionsAndTimesCanBeRead() {
    make("t");
    for (int i = 2; i < 7; i++) {
      append("t", i);
    }
    assertThat(lines(lake.changes().from(3).to(4)))
        .containsExactly("3 t insert 3, n3", "4 t insert 4, n4");
    assertThat(lines(lake.changes().from(7))).isEmpty();
    assertThat(lines(lake.changes().from(0))).hasSize(5);
    Instant third = lake.asOf(3).timestamp();
    assertThat(lines(lake.changes().from(third).to(third))).containsExactly("3 t insert 3, n3");
    assertThat(lines(lake.changes().from(third.plusNanos(1)).to(third.plusNanos(999_999))))
        .as("the first is after the last, and there is nothing between")
        .isEmpty();
    assertThat(lines(lake.changes().from(third.plusNanos(1)))).hasSize(3);
    assertThat(lines(lake.changes().from(Instant.EPOCH))).hasSize(5);
    assertThat(lines(lake.changes().from(now.plusSeconds(9)))).isEmpty();
  }

  @Test
  void whatCannotBeReadIsToldBeforeAnythingIs() {
    make("t");
    append("t", 1);
    assertThatThrownBy(() -> lake.changes().from(4).open())
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("no lake version 4; there are the versions 0 to 2");
    assertThatThrownBy(() -> lake.changes().from(-1).open())
        .hasMessage("no lake version -1; there are the versions 0 to 2");
    assertThatThrownBy(() -> lake.changes().to(3).open())
        .hasMessage("no lake version 3; there are the versions 0 to 2");
    assertThatThrownBy(() -> lake.changes().from(2).to(1).open())
        .hasMessage("the changes from version 2 to 1: the first is after the last");
    assertThatThrownBy(() -> lake.changes().table("x").open())
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("there is no table 'x'; the tables are t");
  }

  @Test
  void aReaderThatFollowsWaitsForWhatIsCommitted() {
    make("t", "other");
    append("t", 1);
    pauses.add(() -> append("other", 5));
    pauses.add(() -> {});
    pauses.add(() -> append("t", 2));
    List<String> seen = new ArrayList<>();
    try (Changes changes = lake.changes().table("t").from(2).follow()) {
      while (changes.nextVersion()) {
        assertThat(changes.next()).isTrue();
        seen.add(changes.version() + " " + changes.row().getLong(0));
        assertThat(changes.next()).isFalse();
      }
      assertThat(changes.seenThrough()).as("what others changed was looked at").isEqualTo(4);
    }
    assertThat(Thread.interrupted()).as("it ended as the thread was interrupted").isTrue();
    assertThat(seen).containsExactly("2 1", "4 2");
  }

  @Test
  void aReaderThatFollowsEndsWithTheVersionThatWasAskedFor() {
    make("t");
    pauses.add(() -> append("t", 1));
    pauses.add(() -> append("t", 2));
    pauses.add(() -> append("t", 3));
    try (Changes changes = lake.changes().from(2).to(3).follow()) {
      assertThat(FeedReplay.lines(changes)).containsExactly("2 t insert 1, n1", "3 t insert 2, n2");
    }
    assertThat(pauses).hasSize(1);
  }

  @Test
  void aReaderThatFollowsEndsWhenItIsClosedOrTheLakeIs() {
    make("t");
    Changes closed = lake.changes().follow();
    pauses.add(closed::close);
    assertThat(closed.nextVersion()).isFalse();
    assertThat(closed.next()).isFalse();
    Changes left = lake.changes().follow();
    pauses.add(lake::close);
    assertThatThrownBy(left::nextVersion)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("was closed");
  }

  @Test
  void whatIsLeftOfAVersionIsPassedOver() {
    make("t");
    append("t", 1, 2, 3);
    append("t", 4);
    try (Changes changes = lake.changes().open()) {
      assertThat(changes.nextVersion()).isTrue();
      assertThat(changes.next()).isTrue();
      assertThat(changes.nextVersion()).isTrue();
      assertThat(changes.next()).isTrue();
      assertThat(changes.row().getLong(0)).isEqualTo(4);
    }
  }

  @Test
  void aVersionThatWasNotReadToItsEndWasNotSeen() {
    make("t");
    append("t", 1, 2, 3);
    Changes changes = lake.changes().open();
    assertThat(changes.nextVersion()).isTrue();
    assertThat(changes.next()).isTrue();
    changes.close();
    changes.close();
    assertThat(changes.next()).isFalse();
    assertThat(changes.nextVersion()).isFalse();
    assertThat(changes.seenThrough()).isEqualTo(1);
  }
}
