package org.tarnlake.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.stream.LongStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.env.Environment;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.testing.SoundLake;

/**
 * A log that was put together from two histories: a lake was copied, both went on, and entries of
 * one came into the log of the other. Each entry was sound and had the right number, so that the
 * lake opened and showed rows of both; only the check noticed, by the tables' own logs.
 */
class MixedLogTest {
  @RegisterExtension final SoundLake sound = new SoundLake();

  private final MemoryStore original = sound.watch(new MemoryStore());
  private final MemoryStore copy = new MemoryStore();

  /** A copy is made at version 3; then the original has commits up to 6, and the copy up to 4. */
  @BeforeEach
  void copyALakeAndGoOnInBoth() throws IOException {
    try (Lake lake = Lake.create(original, Environment.system())) {
      lake.transact(tx -> tx.createUntypedTable("t", "a"));
      append(lake, 2);
    }
    for (ObjectInfo object : original.list("", "")) {
      copy.put(object.name(), original.get(object.name()));
    }
    append(original, 3);
    append(copy, 1);
  }

  private static void append(MemoryStore store, int commits) {
    try (Lake lake = open(store)) {
      append(lake, commits);
    }
  }

  private static void append(Lake lake, int commits) {
    for (int i = 0; i < commits; i++) {
      lake.transact(tx -> tx.append("t", "x"));
    }
  }

  private static Lake open(MemoryStore store) {
    return Lake.open(store, Environment.system());
  }

  /** Has the newer entries of the original in the log of the copy. */
  private void mix() throws IOException {
    for (long version = 5; version <= 6; version++) {
      copy.put(LakeNames.entry(version), original.get(LakeNames.entry(version)));
    }
  }

  private static long crc(MemoryStore store, long version) throws IOException {
    return LogEnd.STANDALONE.after(store.get(LakeNames.entry(version))).entryCrc32c();
  }

  private AbstractThrowableAssert<?, ?> assertMixed(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call) throws IOException {
    return assertThatThrownBy(call)
        .isInstanceOf(CorruptionException.class)
        .hasMessage(
            "_tarn/log/00000000000000000005.json does not follow lake version 4 of this lake: it follows an entry with the checksum %d, and the one before it has %d: the log was put together from two histories; run 'tarn check', then restore the log from a backup",
            crc(original, 4), crc(copy, 4));
  }

  @Test
  void openingNamesTheEntryThatDoesNotFollow() throws IOException {
    mix();
    assertMixed(() -> open(copy));
  }

  @Test
  void openLakeNamesItWhenItReadsOn() throws IOException {
    try (Lake lake = open(copy)) {
      mix();
      assertMixed(lake::latest);
      assertMixed(lake::begin);
    }
  }

  /** Nothing that could be read before the joint is lost by it. */
  @Test
  void whoseCommitMeetsItIsToldThatNothingWasCommitted() throws IOException {
    try (Lake lake = open(copy)) {
      var tx = lake.begin();
      tx.append("t", "y");
      mix();
      assertMixed(tx::commit);
      tx.close();
    }
    assertThat(copy.list("t/part-", "")).hasSize(3);
  }

  @Test
  void checkNamesTheEntryThatDoesNotFollow() throws IOException {
    mix();
    assertThat(Finding.of(copy, CheckDepth.LOGS).stream().filter(Finding::isDamage))
        .first()
        .asString()
        .startsWith(
            "damage: _tarn/log/00000000000000000005.json:1: it does not follow the entry before it: it follows an entry with the checksum %d, and the one before it has %d"
                .formatted(crc(original, 4), crc(copy, 4)));
  }

  /** A checkpoint hides the entries before it, and so the joint, from whoever opens the lake. */
  @Test
  void entryAfterACheckpointIsComparedWithTheEntryOfThatCheckpoint() throws IOException {
    LakeState before = LogLoader.open(copy, Environment.system()).latest();
    copy.put(LakeNames.checkpoint(4), LakeCheckpoint.encode(before));
    mix();
    assertMixed(() -> open(copy));
  }

  @Test
  void checkpointOfAnotherHistoryIsPassedOver() throws IOException {
    LakeState other = LogLoader.open(original, Environment.system()).at(4);
    copy.put(LakeNames.checkpoint(4), LakeCheckpoint.encode(other));
    copy.put(LakeNames.LAST_CHECKPOINT, LogLoader.hintBytes(4));
    LakeLog log = LogLoader.open(copy, Environment.system());
    assertThat(log.loadedCheckpoint()).isZero();
    assertThat(log.latest().version()).isEqualTo(4);
    assertThat(Finding.of(copy, CheckDepth.LOGS).stream().filter(Finding::isDamage))
        .singleElement()
        .asString()
        .contains("00000000000000000004.checkpoint.json:1: it differs from what the log entries");
  }

  @Test
  void entryOfAnotherLakeIsNamedAsThat() throws IOException {
    MemoryStore other = new MemoryStore();
    try (Lake lake = Lake.create(other, Environment.system())) {
      lake.transact(tx -> tx.createUntypedTable("t", "a"));
      append(lake, 4);
    }
    copy.put(LakeNames.entry(5), other.get(LakeNames.entry(5)));
    assertThatThrownBy(() -> open(copy))
        .isInstanceOf(CorruptionException.class)
        .hasMessage(
            "_tarn/log/00000000000000000005.json does not follow lake version 4 of this lake: it is of lake %s, and this is lake %s; run 'tarn check', then restore the log from a backup",
            LogLoader.identity(other).lakeId(), LogLoader.identity(copy).lakeId());
  }

  /** The first entry names the lake only, so that the log of another lake is seen by that. */
  @Test
  void logOfAnotherLakeIsSeenByItsFirstEntry() throws IOException {
    MemoryStore other = new MemoryStore();
    Lake.create(other, Environment.system()).close();
    for (ObjectInfo object : original.list(LakeNames.LOG, "")) {
      other.put(object.name(), original.get(object.name()));
    }
    assertThatThrownBy(() -> open(other))
        .isInstanceOf(CorruptionException.class)
        .hasMessageStartingWith(
            "_tarn/log/00000000000000000001.json does not follow lake version 0 of this lake: it is of lake "
                + LogLoader.identity(original).lakeId());
    assertThat(Finding.of(other, CheckDepth.LOGS))
        .anySatisfy(
            finding ->
                assertThat(finding.toString())
                    .startsWith(
                        "damage: _tarn/log/00000000000000000001.json:1: it does not follow"));
  }

  @Test
  void everyEntryNamesTheOneBeforeIt() throws IOException {
    LakeLog log = LogLoader.open(original, Environment.system());
    assertThat(log.read(1).follows())
        .isEqualTo(LogEnd.beforeFirst(LogLoader.identity(original).lakeId()));
    for (long version : LongStream.rangeClosed(2, 6).toArray()) {
      assertThat(log.read(version).follows().entryCrc32c()).isEqualTo(crc(original, version - 1));
    }
  }
}
