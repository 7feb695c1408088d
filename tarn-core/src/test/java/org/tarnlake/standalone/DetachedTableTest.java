package org.tarnlake.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tarnlake.standalone.StandaloneTest.ids;
import static org.tarnlake.store.FaultyStore.every;
import static org.tarnlake.store.FaultyStore.naming;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tarnlake.Lake;
import org.tarnlake.data.read.ForeignWriter;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.StorageException;
import org.tarnlake.store.FaultyStore;
import org.tarnlake.store.FaultyStore.Operation;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.table.action.DeltaNames;

/** A table that was given back is its owner's, whatever a lake's log still says of it. */
class DetachedTableTest extends DetachedLake {
  private final FaultyStore faulty = new FaultyStore(disk);

  /** Held, since a logger that nobody holds forgets its handlers. */
  private static final Logger LOGGER = Logger.getLogger("org.tarnlake.lake");

  @Test
  void folderThatWasMovedAwayStaysAway() throws IOException {
    try (Lake behind = open()) {
      try (Lake lake = open()) {
        lake.transact(tx -> tx.append("t", 2L));
        lake.detach("t");
      }
      move("t", "elsewhere");
      behind.transact(tx -> tx.append("other", 1L));
      behind.awaitPublished();
    }
    try (Lake lake = open()) {
      lake.transact(tx -> tx.append("other", 2L));
      lake.awaitPublished();
    }
    assertThat(disk.list("t/", "")).isEmpty();
    try (Lake lake = open()) {
      lake.attach("back", "elsewhere");
      assertThat(ids(lake.scan("back"))).containsExactly(1L, 2L);
    }
  }

  /**
   * What an older log, put back, leaves: the name of the lake checkpoint that is written before a
   * detachment counts as published was taken, by a checkpoint that nobody uses. So the next process
   * published the table into its folder once more.
   */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void checkpointThatIsOfNoUseDoesNotBringTheTableBack(boolean isOfAnotherHistory)
      throws IOException {
    String checkpoint = "_tarn/log/00000000000000000004.checkpoint.json";
    MemoryStore twin = new MemoryStore();
    for (ObjectInfo object : disk.list("", "")) {
      twin.put(object.name(), disk.get(object.name()));
    }
    try (Lake lake = Lake.open(twin, time.process())) {
      lake.transact(tx -> tx.append("t", 3L));
      lake.detach("t");
    }
    try (Lake lake = open()) {
      lake.transact(tx -> tx.append("t", 2L));
      disk.put(checkpoint, isOfAnotherHistory ? twin.get(checkpoint) : new byte[] {'{'});
      lake.detach("t");
    }
    move("t", "elsewhere");
    try (Lake lake = open()) {
      lake.transact(tx -> tx.append("other", 1L));
      lake.awaitPublished();
    }
    assertThat(disk.list("t/", "")).isEmpty();
    assertThat(disk.list("_tarn/lost+found/1/" + checkpoint, "")).hasSize(1);
  }

  @Test
  void folderStaysAwayFromWhoIsHundredsOfEntriesBehind() throws IOException {
    try (Lake behind = open()) {
      try (Lake lake = open()) {
        lake.transact(tx -> tx.append("t", 2L));
        for (long n = 0; n < 300; n++) {
          long value = n;
          lake.transact(tx -> tx.append("other", value));
        }
        lake.detach("t");
      }
      move("t", "elsewhere");
      behind.transact(tx -> tx.append("other", 1L));
      behind.awaitPublished();
    }
    assertThat(disk.list("t/", "")).isEmpty();
  }

  @Test
  void newTableInTheFolderIsLeftAlone() throws IOException {
    try (Lake lake = open()) {
      lake.detach("t");
    }
    move("t", "elsewhere");
    ForeignWriter spark = new ForeignWriter(disk, "t");
    spark.create();
    spark.append(1, 7);
    try (Lake lake = open()) {
      lake.transact(tx -> tx.append("other", 1L));
      lake.awaitPublished();
      assertThat(spark.names("_delta_log/")).hasSize(2);
      lake.attach("new", "t");
      assertThat(ids(lake.scan("new"))).containsExactly(7L);
    }
  }

  @Test
  void whatAnotherHintsAtDoesNotBringTheTableBack() throws IOException {
    try (Lake lake = open()) {
      lake.detach("t");
    }
    move("t", "elsewhere");
    disk.delete("_tarn/log/_last_checkpoint");
    try (Lake lake = open()) {
      lake.transact(tx -> tx.append("other", 1L));
      lake.awaitPublished();
    }
    assertThat(disk.list("t/", "")).isEmpty();
  }

  @Test
  void copyThatIsAttachedInsteadIsNotTakenForTheTable() throws IOException {
    try (Lake lake = open()) {
      lake.transact(tx -> tx.append("t", 2L));
      lake.detach("t");
      move("t", "original");
      copy("original", "copy");
      ForeignWriter spark = new ForeignWriter(disk, "copy");
      spark.append(3, 77);
      lake.attach("orders", "original");
      lake.transact(tx -> tx.append("orders", 3L));
      lake.detach("orders");
      lake.attach("orders", "copy");
      assertThat(ids(lake.scan("orders"))).containsExactly(1L, 2L, 77L);
      lake.transact(tx -> tx.append("orders", 4L));
      lake.awaitPublished();
      assertThat(ids(lake.scan("orders"))).containsExactly(1L, 2L, 77L, 4L);
    }
    try (Lake lake = open()) {
      assertThat(ids(lake.scan("orders"))).containsExactly(1L, 2L, 77L, 4L);
    }
  }

  @Test
  void tableRestoredFromABackupIsWhatIsAttached() throws IOException {
    try (Lake lake = open()) {
      lake.detach("t");
      copy("t", "backup");
      lake.attach("t", "t");
      lake.transact(tx -> tx.append("t", 2L));
      lake.detach("t");
      move("t", "spoilt");
      move("backup", "t");
      lake.attach("t", "t");
      lake.transact(tx -> tx.append("t", 99L));
      lake.awaitPublished();
      assertThat(ids(lake.scan("t"))).containsExactly(1L, 99L);
    }
    try (Lake lake = open()) {
      assertThat(ids(lake.scan("t"))).containsExactly(1L, 99L);
    }
  }

  @Test
  void tableWhoseLastCommitIsNotPublishedIsSaidToBeDetachedAllTheSame() {
    faulty.failBefore(every(Operation.PUT_IF_ABSENT).and(naming("t/_delta_log/")));
    try (Lake lake = Lake.open(faulty, time.process())) {
      assertThatThrownBy(() -> lake.detach("t"))
          .isInstanceOf(StorageException.class)
          .hasMessageStartingWith(
              "table t is out of the lake as of lake version 3, but its own log does not say so yet");
      faulty.heal();
      lake.awaitPublished();
    }
    assertThat(new ForeignWriter(disk, "t").lines(1).get(1)).doesNotContain("tarn.lakeManaged");
  }

  /**
   * Another process saw the commit that gives the table back, counted it as published, and wrote
   * that down before the one that had put it looked at the log again. That one said for ever that
   * it had put the commit a second time.
   */
  @Test
  void commitThatOthersSawBeforeItsPublisherLookedAgainIsTheTables() {
    assertThat(detachedWhile(() -> {})).isEmpty();
    assertThat(new ForeignWriter(disk, "t").lines(1).get(1)).doesNotContain("tarn.lakeManaged");
  }

  @Test
  void folderThatIsMovedBeforeThePublisherLooksAgainTakesTheCommitWithIt() throws IOException {
    assertThat(detachedWhile(() -> move("t", "elsewhere"))).isEmpty();
    assertThat(disk.list("t/", "")).isEmpty();
  }

  /** The folder was moved and holds a table of the same number of commits. */
  @Test
  void commitThatCameIntoAnotherTableIsReported() {
    List<String> warnings =
        detachedWhile(
            () -> {
              String last = DeltaNames.commit("t", 1);
              byte[] commit = disk.get(last);
              move("t", "elsewhere");
              new ForeignWriter(disk, "t").create();
              disk.putIfAbsent(last, commit);
            });
    assertThat(warnings)
        .singleElement()
        .asString()
        .contains(
            "put t/_delta_log/00000000000000000001.json into a folder that is not the table's any more");
    for (ObjectInfo object : disk.list("t/", "")) {
      disk.delete(object.name());
    }
  }

  /**
   * Detaches the table in a process that is stopped right after the put of its last commit, while
   * another one counts that as published and does something to the folder.
   *
   * @return what the first process warns of
   */
  private List<String> detachedWhile(Meanwhile meanwhile) {
    AtomicBoolean isPut = new AtomicBoolean();
    Warnings warnings = new Warnings();
    LOGGER.addHandler(warnings);
    try (Lake other = open()) {
      Lake slow = Lake.open(faulty, time.process());
      faulty.failBefore(
          call -> {
            if (isPut.getAndSet(false)) {
              other.awaitPublished();
              try {
                meanwhile.run();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            }
            if (call.operation() == Operation.PUT_IF_ABSENT
                && call.name().equals(DeltaNames.commit("t", 1))) {
              time.move(Duration.ofSeconds(1));
              isPut.set(true);
            }
            return false;
          });
      try {
        slow.detach("t");
      } catch (StorageException e) {
        assertThat(e).hasMessageContaining("its own log does not say so yet");
      }
      slow.close();
      return warnings.messages;
    } finally {
      LOGGER.removeHandler(warnings);
    }
  }

  /** What a process tells its log. */
  private static final class Warnings extends Handler {
    private final List<String> messages = new CopyOnWriteArrayList<>();

    @Override
    public void publish(LogRecord message) {
      messages.add(new SimpleFormatter().formatMessage(message));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  /** What happens to the folder. */
  private interface Meanwhile {
    void run() throws IOException;
  }

  @Test
  void newTablesAreNeitherPutAroundItNorIntoIt() {
    try (Lake lake = open()) {
      lake.transact(tx -> tx.createTable("sales.orders", SCHEMA));
      lake.detach("sales.orders");
      lake.detach("t");
      lake.transact(tx -> tx.createTable("sales", SCHEMA));
      lake.transact(tx -> tx.createTable("t.inner", SCHEMA));
      assertThat(lake.latest().table("sales").location()).startsWith("sales-");
      assertThat(lake.latest().table("t.inner").location()).startsWith("t-inner-");
    }
  }

  @Test
  void tableFromTheFutureIsNotAttachedAndATimeThatBindsNobodyIsNoMatter() {
    ForeignWriter dated = new ForeignWriter(disk, "dated");
    dated.create(
        "{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":7,\"writerFeatures\":[\"inCommitTimestamp\"]}}",
        ForeignWriter.metadata(
            ForeignWriter.SCHEMA, "{\"delta.enableInCommitTimestamps\":\"true\"}"));
    dated.commit(
        1,
        "{\"commitInfo\":{\"inCommitTimestamp\":4000000000000,\"timestamp\":4000000000000,\"operation\":\"WRITE\"}}");
    ForeignWriter noted = new ForeignWriter(disk, "noted");
    noted.create();
    noted.commit(1, ForeignWriter.info(1_700_000_000_000_000L, "WRITE"), noted.add(5));
    try (Lake lake = open()) {
      assertThatThrownBy(() -> lake.attach("dated", "dated"))
          .isInstanceOf(InvalidDataException.class)
          .hasMessage(
              "the newest commit of the table at dated is dated 2096-10-02T07:06:40Z, but it is 2024-05-01T10:00:00Z: the lake's commits would all be dated later than that; set the clock right");
      lake.attach("noted", "noted");
      assertThat(lake.latest().timestamp()).isBefore(time.now().plusSeconds(1));
      assertThat(ids(lake.scan("noted"))).containsExactly(5L);
    }
  }
}
