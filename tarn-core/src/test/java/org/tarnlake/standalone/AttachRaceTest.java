package org.tarnlake.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tarnlake.standalone.StandaloneTest.ids;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.Lake;
import org.tarnlake.data.read.ForeignWriter;
import org.tarnlake.error.ConflictException;
import org.tarnlake.store.GatedStore;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.testing.ManualTime;
import org.tarnlake.testing.SoundLake;

/**
 * Two processes that attach at once. The table of the one that comes second was left closed: no
 * program could write to it any more, and no lake had it.
 */
class AttachRaceTest {
  @RegisterExtension final SoundLake sound = new SoundLake();

  private final MemoryStore disk = sound.watch(new MemoryStore());
  private final GatedStore gated = new GatedStore(disk);
  private final ManualTime time = new ManualTime();

  /** A table at {@code a}, and a copy of it at {@code b}. */
  @BeforeEach
  void lakeAndTwoCopies() throws IOException {
    Lake.create(disk, time.process()).close();
    ForeignWriter original = new ForeignWriter(disk, "a");
    original.create();
    original.append(1, 1, 2);
    for (ObjectInfo object : disk.list("a/", "")) {
      disk.putIfAbsent("b" + object.name().substring(1), disk.get(object.name()));
    }
  }

  private Lake open() {
    return Lake.open(disk, time.process());
  }

  /** Attaches b as t, stopped at an object while another process does something. */
  private Throwable attachStoppedAt(String object, Consumer<Lake> meanwhile) {
    try (Lake slow = Lake.open(gated, time.process());
        Lake other = open();
        GatedStore.Gate gate = gated.gate(object::equals)) {
      CompletableFuture<Long> attached = CompletableFuture.supplyAsync(() -> slow.attach("t", "b"));
      gate.awaitCall();
      meanwhile.accept(other);
      gate.open();
      Throwable failure = attached.handle((version, e) -> e).join();
      assertThat(slow.latest().tables()).hasSize(1);
      return failure instanceof CompletionException ? failure.getCause() : failure;
    }
  }

  @Test
  void copyThatComesSecondStaysOpenToItsWriters() {
    Throwable failure =
        attachStoppedAt(DeltaNames.commit("b", 2), other -> other.attach("first", "a"));
    assertThat(failure)
        .isInstanceOf(ConflictException.class)
        .hasMessage(
            "the table at b was not attached, since another process came first: the table at b has the id of table first, 11111111-2222-3333-4444-555555555555: one is a copy of the other; attach it to another lake");
    assertThat(lastCommit("b")).contains("\"DETACH\"").doesNotContain("tarn.lakeManaged");
    try (Lake lake = open()) {
      assertThat(ids(lake.scan("first"))).containsExactly(1L, 2L);
      // It is nobody's, and may be taken in once the other is gone.
      lake.detach("first");
      lake.attach("t", "b");
      assertThat(ids(lake.scan("t"))).containsExactly(1L, 2L);
    }
  }

  @Test
  void tableWhoseNameWasTakenMeanwhileStaysOpenToItsWriters() {
    Throwable failure =
        attachStoppedAt(
            DeltaNames.commit("b", 2),
            other -> other.transact(tx -> tx.createUntypedTable("t", "x")));
    assertThat(failure)
        .isInstanceOf(ConflictException.class)
        .hasMessage(
            "the table at b was not attached, since another process came first: table t exists already, at t; choose another name");
    assertThat(lastCommit("b")).contains("\"DETACH\"").doesNotContain("tarn.lakeManaged");
  }

  /**
   * Two attach one folder, and the name of the first, which closed it, is taken. The first opened
   * it again by the table's own log, others committed to it, and then the second, which had found
   * it closed, took it in without their commits.
   */
  @Test
  void aTableThatIsOpenedAgainIsNotTakenInAsItWasBefore() {
    GatedStore gatedToo = new GatedStore(disk);
    try (Lake second = Lake.open(gatedToo, time.process());
        GatedStore.Gate gate = gatedToo.gate(DeltaNames.checkpoint("b", 2)::equals)) {
      List<CompletableFuture<Long>> attached = new ArrayList<>();
      Throwable failure =
          attachStoppedAt(
              DeltaNames.checkpoint("b", 2),
              other -> {
                attached.add(CompletableFuture.supplyAsync(() -> second.attach("u", "b")));
                gate.awaitCall();
                other.transact(tx -> tx.createUntypedTable("t", "x"));
              });
      assertThat(failure)
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining("table t exists already");
      assertThat(lastCommit("b")).contains("\"DETACH\"").doesNotContain("tarn.lakeManaged");
      new ForeignWriter(disk, "b").append(2, 3);
      gate.open();
      attached.get(0).join();
      assertThat(ids(second.scan("u"))).containsExactly(1L, 2L, 3L);
    }
  }

  /** Whoever comes second must not open what the first has in the lake by then. */
  @Test
  void tableThatAnotherProcessTookInIsNotOpenedAgain() {
    Throwable failure =
        attachStoppedAt(DeltaNames.checkpoint("b", 2), other -> other.attach("first", "b"));
    assertThat(failure)
        .isInstanceOf(ConflictException.class)
        .hasMessageStartingWith(
            "the table at b was not attached, since another process came first: b is the folder of a table of this lake");
    assertThat(lastCommit("b")).contains("\"ATTACH\"");
    try (Lake lake = open()) {
      lake.transact(tx -> tx.append("first", 3L));
      assertThat(ids(lake.scan("first"))).containsExactly(1L, 2L, 3L);
    }
  }

  private String lastCommit(String location) {
    String last = "";
    try {
      for (ObjectInfo object : disk.list(location + "/_delta_log/0", "")) {
        if (object.name().matches(".*/[0-9]{20}\\.json")) {
          last = new String(disk.get(object.name()), java.nio.charset.StandardCharsets.UTF_8);
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return last;
  }
}
