package org.tarnlake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.env.Environment;
import org.tarnlake.error.ConflictException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.judge.TrackedRowsOfKernel;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.SoundLake;

/** Rows of a table keep ids from the commit on that turns this on. Delta Kernel tells the ids. */
class RowTrackingTest {
  private static final String TRACKING = "delta.enableRowTracking";

  @RegisterExtension final SoundLake sound = new SoundLake();

  private final MemoryStore store = sound.watch(new MemoryStore());
  private final Lake lake = Lake.create(store, Environment.system());

  @AfterEach
  void close() {
    lake.close();
  }

  private void create(int... ids) {
    lake.transact(
        tx -> {
          tx.createTable("t", Schema.parse("id int, n int"));
          for (int id : ids) {
            tx.append("t", id, id * 10);
          }
        });
  }

  private void turnOn() {
    lake.transact(tx -> tx.alter("t").property(TRACKING, "true"));
  }

  /** By the column {@code id}, the row's own id and the version that changed it last. */
  private Map<Integer, List<Object>> tracked() {
    Table table = lake.latest().table("t");
    Map<Integer, List<Object>> tracked = new TreeMap<>();
    TrackedRowsOfKernel kernel = TrackedRowsOfKernel.of(store);
    for (List<@Nullable Object> row : kernel.at(table.location(), table.version())) {
      tracked.put((Integer) row.get(0), List.of(row.get(2), row.get(3)));
    }
    return tracked;
  }

  private String commit(long version) throws IOException {
    lake.awaitPublished();
    byte[] bytes = store.get("t/_delta_log/%020d.json".formatted(version));
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Test
  void oneCommitGivesIdsToAllThatIsThere() throws IOException {
    create(1, 2, 3);
    lake.transact(tx -> tx.delete("t", "id = 2"));
    lake.transact(tx -> tx.append("t", 4, 40));
    turnOn();
    assertThat(tracked())
        .isEqualTo(Map.of(1, List.of(0L, 3L), 3, List.of(2L, 3L), 4, List.of(3L, 3L)));
    String commit = commit(3);
    assertThat(commit)
        .contains("\"rowTracking\"", "\"domainMetadata\"", "{\\\"rowIdHighWaterMark\\\":3}")
        .contains("\"" + TRACKING + "\":\"true\"", "\"baseRowId\":0", "\"baseRowId\":3")
        .contains("_row-id-col-", "_row-commit-version-col-", "\"deletionVector\":{")
        .doesNotContain("\"dataChange\":true", "\"remove\"");
    try (Changes changes = lake.changes().from(4).open()) {
      while (changes.nextVersion()) {
        assertThat(changes.next()).isFalse();
      }
    }
    assertThat(lake.scan("t").count()).isEqualTo(3);
    LakeCommit.TableChange change = lake.history(1).get(0).tables().get(0);
    assertThat(List.of(change.rowsAdded(), (long) change.filesAdded())).containsOnly(0L);
    Undone undone = lake.compute(tx -> tx.revert(4));
    assertThat(undone.isNothing()).isTrue();
  }

  @Test
  void aRowThatIsChangedKeepsItsId() throws IOException {
    create(1, 2, 3);
    turnOn();
    lake.transact(tx -> tx.update("t").set("n", "n + 1").where("id = 2").run());
    assertThat(tracked())
        .isEqualTo(Map.of(1, List.of(0L, 1L), 2, List.of(1L, 2L), 3, List.of(2L, 1L)));
    lake.transact(
        tx -> {
          tx.update("t").set("n", "n + 1").where("id <= 2").run();
          tx.append("t", 4, 40);
          tx.update("t").set("n", "n + 1").where("id >= 2").run();
        });
    assertThat(tracked())
        .containsEntry(1, List.of(0L, 3L))
        .containsEntry(2, List.of(1L, 3L))
        .containsEntry(3, List.of(2L, 3L))
        .hasSize(4);
    assertThat(tracked().get(4)).satisfies(id -> assertThat((Long) id.get(0)).isGreaterThan(3));
    assertThat(commit(3)).contains("\"delta.rowTracking.preserved\":\"true\"");
    assertThat(commit(3).replaceAll("\"configuration\":\\{[^}]*}", "")).doesNotContain("_row-id");
    assertThat(lake.latest().table("t").schema().columns().names()).containsExactly("id", "n");
  }

  /** Without vectors, rows that stay are written anew when others of their file go. */
  @Test
  void aRowThatOnlyMovesKeepsItsVersionToo() {
    create(1, 2, 3);
    lake.transact(tx -> tx.alter("t").property("delta.enableDeletionVectors", "false"));
    turnOn();
    lake.transact(tx -> tx.delete("t", "id = 2"));
    lake.transact(tx -> tx.update("t").set("n", "0").where("id = 3").run());
    assertThat(lake.latest().table("t").fileCount()).isEqualTo(1);
    assertThat(tracked()).isEqualTo(Map.of(1, List.of(0L, 2L), 3, List.of(2L, 4L)));
  }

  @Test
  void rowsThatCameMeanwhileGetIdsToo() {
    create(1);
    try (Transaction tx = lake.begin()) {
      tx.alter("t").property(TRACKING, "true");
      tx.append("t", 2, 20);
      lake.transact(other -> other.append("t", 3, 30));
      lake.transact(other -> other.delete("t", "id = 1"));
      lake.transact(other -> other.append("t", 4, 40));
      tx.commit();
    }
    assertThat(tracked().keySet()).containsExactly(2, 3, 4);
  }

  @Test
  void whoWroteToATableWithoutIdsConflicts() {
    create(1);
    try (Transaction tx = lake.begin()) {
      tx.append("t", 2, 20);
      turnOn();
      assertThatThrownBy(tx::commit)
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining(
              "it changed the table: property delta.enableRowTracking was set to 'true'; nothing");
    }
    lake.transact(tx -> tx.append("t", 2, 20));
    assertThat(tracked()).containsEntry(2, List.of(1L, 2L));
  }

  @Test
  void rowsThatChangeInThatVeryTransactionGetFreshIds() {
    create(1, 2, 3);
    lake.transact(
        tx -> {
          tx.update("t").set("n", "7").where("id = 1").run();
          tx.alter("t").property(TRACKING, "true");
          tx.update("t").set("n", "8").where("id = 2").run();
          tx.delete("t", "id = 3");
        });
    Map<Integer, List<Object>> first = tracked();
    assertThat(first.keySet()).containsExactly(1, 2);
    assertThat(first.get(1).get(0)).isNotEqualTo(first.get(2).get(0));
    lake.transact(tx -> tx.update("t").set("n", "9").run());
    assertThat(tracked().get(1)).containsExactly(first.get(1).get(0), 2L);
    assertThat(tracked().get(2)).containsExactly(first.get(2).get(0), 2L);
  }

  @Test
  void aTableIsMadeWithThem() {
    lake.transact(
        tx -> {
          tx.createTable("t", Schema.parse("id int, n int"));
          tx.append("t", 1, 10);
          tx.alter("t").property(TRACKING, "true");
          tx.append("t", 2, 20);
        });
    assertThat(tracked()).isEqualTo(Map.of(1, List.of(0L, 0L), 2, List.of(1L, 0L)));
  }

  @Test
  void aVersionBeforeThemIsRestoredWithThoseGivenSince() {
    create(1, 2);
    lake.transact(tx -> tx.append("t", 3, 30));
    turnOn();
    Map<Integer, List<Object>> ids = tracked();
    lake.transact(tx -> tx.delete("t", "id >= 2"));
    lake.transact(tx -> tx.append("t", 4, 40));
    lake.transact(tx -> tx.restore(lake.asOf(2).table("t")));
    assertThat(tracked()).isEqualTo(ids);
    lake.transact(tx -> tx.append("t", 5, 50));
    assertThat(tracked()).containsEntry(5, List.of(4L, 6L));
  }

  @Test
  void theyStayWhereWhatTurnedThemOnIsReverted() {
    create(1, 2);
    lake.transact(tx -> tx.alter("t").property(TRACKING, "true").add("note string"));
    lake.transact(tx -> tx.revert(2));
    assertThat(lake.latest().table("t").schema().columns().names()).containsExactly("id", "n");
    assertThat(tracked()).isEqualTo(Map.of(1, List.of(0L, 1L), 2, List.of(1L, 1L)));
  }

  @Test
  void filesThatWentBeforeThereWereIdsComeBackWithFreshOnes() {
    create(1, 2);
    lake.transact(tx -> tx.deleteAll("t"));
    lake.transact(tx -> tx.append("t", 3, 30));
    turnOn();
    lake.transact(tx -> tx.restore(lake.asOf(1).table("t")));
    assertThat(tracked()).isEqualTo(Map.of(1, List.of(1L, 4L), 2, List.of(2L, 4L)));
  }

  @Test
  void afterATimeWithoutThemRowsHaveIdsAgain() throws IOException {
    create(1, 2);
    turnOn();
    lake.transact(tx -> tx.update("t").set("n", "1").where("id = 1").run());
    String names = commit(1).replaceAll("(?s).*(_row-id-col-[^\"]*).*", "$1");
    lake.transact(tx -> tx.alter("t").property(TRACKING, "false"));
    lake.transact(tx -> tx.update("t").set("n", "2").where("id = 2").run());
    turnOn();
    assertThat(commit(5)).contains(names);
    assertThat(tracked()).isEqualTo(Map.of(1, List.of(0L, 2L), 2, List.of(3L, 4L)));
  }

  @Test
  void whatCannotBeIsSaid() throws IOException {
    create(1);
    turnOn();
    assertThatThrownBy(
            () -> lake.transact(tx -> tx.alter("t").property("delta.rowTrackingSuspended", "true")))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("rows would lose their ids");
    String name = commit(1).replaceAll("(?s).*(_row-id-col-[^\"]*).*", "$1");
    assertThatThrownBy(() -> lake.transact(tx -> tx.alter("t").add("`" + name + "` int")))
        .isInstanceOf(UnsupportedTableException.class)
        .hasMessageContaining("has the name of the column in which files keep row ids");
  }
}
