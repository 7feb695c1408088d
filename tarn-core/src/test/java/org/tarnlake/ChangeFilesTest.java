package org.tarnlake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.data.read.ForeignWriter;
import org.tarnlake.env.Environment;
import org.tarnlake.error.ConflictException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.testing.FeedReplay;
import org.tarnlake.testing.SoundLake;

/** A table that asks for files of changes gets them where its commits do not say all. */
class ChangeFilesTest {
  @RegisterExtension final SoundLake sound = new SoundLake();

  private final MemoryStore store = sound.watch(new MemoryStore());
  private final Lake lake = Lake.create(store, Environment.system());
  private long seen;

  @BeforeEach
  void make() throws Exception {
    lake.transact(tx -> tx.createTable("t", Schema.parse("id long, name string")));
    enable("t");
    lake.transact(tx -> tx.append("t", 1L, "a"));
    lake.transact(
        tx -> {
          tx.append("t", 2L, "b");
          tx.append("t", 3L, "c");
          tx.append("t", 4L, "d");
        });
    seen = lake.latest().version();
    assertThat(changeFiles()).isEmpty();
  }

  private void enable(String table) {
    lake.transact(tx -> tx.alter(table).property("delta.enableChangeDataFeed", "true"));
  }

  @AfterEach
  void close() {
    lake.close();
  }

  private List<String> changeFiles() throws Exception {
    // Until then they are in the log.
    lake.awaitPublished();
    List<String> names = new ArrayList<>();
    for (ObjectInfo each : store.list("t/_change_data/", "")) {
      names.add(each.name());
    }
    return names;
  }

  /** What changed since this was asked last, without versions. */
  private List<String> changed() {
    try (Changes changes = lake.changes().table("t").from(seen + 1).open()) {
      List<String> lines =
          FeedReplay.lines(changes).stream().map(line -> line.replaceFirst("\\d+ t ", "")).toList();
      seen = changes.seenThrough();
      return lines;
    }
  }

  @Test
  void anUpdateIsOneOldAndOneNewVersion() throws Exception {
    lake.transact(tx -> tx.update("t").set("name", "'x'").where("id in (1, 3)").run());
    assertThat(changed())
        .containsExactlyInAnyOrder(
            "update_preimage 1, a",
            "update_preimage 3, c",
            "update_postimage 1, x",
            "update_postimage 3, x");
    assertThat(changeFiles()).hasSize(1);
  }

  @Test
  void aTransactionsChangesAreThoseFromItsBeginningToItsEnd() {
    lake.transact(
        tx -> {
          tx.update("t").set("name", "'x'").where("id = 2").run();
          tx.update("t").set("name", "name || 'y'").where("id = 2").run();
          tx.append("t", 5L, "e");
          tx.update("t").set("name", "'f'").where("id = 5").run();
          tx.append("t", 6L, "g");
          tx.delete("t", "id = 6");
          tx.delete("t", "id = 3");
        });
    assertThat(changed())
        .containsExactlyInAnyOrder(
            "update_preimage 2, b", "update_postimage 2, xy", "insert 5, f", "delete 3, c");
  }

  @Test
  void whatIsUpdatedAndThenDeletedIsToldAsDeletesAndInserts() {
    lake.transact(
        tx -> {
          tx.update("t").set("name", "'x'").where("id in (2, 3)").run();
          tx.delete("t", "id = 3");
        });
    assertThat(changed()).containsExactlyInAnyOrder("delete 2, b", "delete 3, c", "insert 2, x");
  }

  @Test
  void aMergeTellsAllThreeKinds() {
    lake.transact(
        tx ->
            tx.merge("t")
                .using(
                    Schema.parse("id long, name string"),
                    List.of(
                        Map.of("id", 1L, "name", "gone"),
                        Map.of("id", 3L, "name", "new"),
                        Map.of("id", 9L, "name", "nine")))
                .on("id")
                .whenMatched("source.name = 'gone'")
                .delete()
                .whenMatched()
                .update()
                .whenNotMatched()
                .insert()
                .run());
    assertThat(changed())
        .containsExactlyInAnyOrder(
            "delete 1, a", "update_preimage 3, c", "update_postimage 3, new", "insert 9, nine");
  }

  @Test
  void appendsAndWholeFilesNeedNone() throws Exception {
    lake.transact(
        tx -> {
          tx.append("t", 5L, "e");
          tx.update("t").set("name", "'f'").where("id = 5").run();
        });
    assertThat(changed()).containsExactly("insert 5, f");
    lake.transact(tx -> tx.deleteAll("t"));
    assertThat(changed())
        .containsExactlyInAnyOrder(
            "delete 1, a", "delete 2, b", "delete 3, c", "delete 4, d", "delete 5, f");
    assertThat(changeFiles()).isEmpty();
    FeedReplay.assertLeadsToEachVersion(lake);
  }

  @Test
  void aFileThatGoesWithOthersInPartIsToldRowByRow() throws Exception {
    lake.transact(tx -> tx.delete("t", "id < 3"));
    assertThat(changed()).containsExactlyInAnyOrder("delete 1, a", "delete 2, b");
    assertThat(changeFiles()).hasSize(1);
  }

  @Test
  void filesOfATransactionThatLosesOrIsRolledBackGo() throws Exception {
    try (Lake large = LargeFiles.open(store, Environment.system());
        Transaction lost = large.begin()) {
      lost.update("t").set("name", "'x'").where("id = 2").run();
      large.transact(tx -> tx.update("t").set("name", "'y'").where("id = 2").run());
      assertThatThrownBy(lost::commit).isInstanceOf(ConflictException.class);
    }
    assertThat(changed())
        .containsExactlyInAnyOrder("update_preimage 2, b", "update_postimage 2, y");
    assertThat(changeFiles()).hasSize(1);
  }

  @Test
  void aRebaseChangesNothingOfThem() {
    try (Transaction first = lake.begin()) {
      first.update("t").set("name", "'x'").where("id = 2").run();
      lake.transact(tx -> tx.delete("t", "id in (3, 4)"));
      assertThat(changed()).containsExactlyInAnyOrder("delete 3, c", "delete 4, d");
      first.commit();
    }
    assertThat(changed())
        .containsExactlyInAnyOrder("update_preimage 2, b", "update_postimage 2, x");
    FeedReplay.assertLeadsToEachVersion(lake);
  }

  /** Without deletion vectors files are written anew; the rows that only move are no changes. */
  @Test
  void aDeltaTableOfItsOwnWithoutVectorsTellsTheSame() throws Exception {
    MemoryStore own = sound.watch(new MemoryStore());
    ForeignWriter spark = new ForeignWriter(own, "");
    spark.create(
        "{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":4}}",
        ForeignWriter.metadata(ForeignWriter.SCHEMA, "{\"delta.enableChangeDataFeed\":\"true\"}"));
    spark.append(1, 1, 2, 3, 4);
    try (Lake table = Lake.open(own, Environment.system())) {
      String name = table.latest().tables().get(0).name();
      table.transact(tx -> tx.update(name).set("id", "id + 10").where("id in (1, 2)").run());
      table.transact(tx -> tx.delete(name, "id = 11"));
      try (Changes changes = table.changes().from(2).open()) {
        assertThat(FeedReplay.lines(changes))
            .containsExactlyInAnyOrder(
                "2 %s update_preimage 1".formatted(name),
                "2 %s update_preimage 2".formatted(name),
                "2 %s update_postimage 11".formatted(name),
                "2 %s update_postimage 12".formatted(name),
                "3 %s delete 11".formatted(name));
      }
      FeedReplay.assertLeadsToEachVersion(table);
    }
  }

  @Test
  void aColumnOfTheFeedsOwnNameIsRefused() {
    lake.transact(tx -> tx.createTable("u", Schema.parse("id long, _change_type string")));
    enable("u");
    lake.transact(tx -> tx.append("u", 1L, "x"));
    assertThatThrownBy(() -> lake.transact(tx -> tx.delete("u", "id = 1")))
        .isInstanceOf(UnsupportedTableException.class)
        .hasMessageContaining("have a column '_change_type' of their own");
    assertThatThrownBy(
            () -> {
              try (Changes changes = lake.changes().table("u").withCommitColumns().open()) {
                changes.nextVersion();
                changes.next();
              }
            })
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("has a column '_change_type' of its own");
  }

  @Test
  void aColumnThatIsCalledSoInFilesIsNamedWhateverItsNameBecame() {
    lake.transact(
        tx -> {
          tx.createTable("u", Schema.parse("id long, _change_type string, _commit_version long"));
          tx.append("u", 1L, "old", 7L);
          tx.alter("u")
              .property("delta.enableChangeDataFeed", "true")
              .rename("_change_type", "kind");
        });
    assertThatThrownBy(() -> lake.transact(tx -> tx.update("u").set("kind", "'new'").run()))
        .isInstanceOf(UnsupportedTableException.class)
        .hasMessageContaining("column 'kind' is called so in files")
        .hasMessageContaining("add another column, fill it (update), and drop this one");
    lake.transact(
        tx -> {
          tx.alter("u").property("delta.enableChangeDataFeed", "false").add("type string");
          tx.update("u").set("type", "kind").run();
          tx.alter("u")
              .drop("kind")
              .rename("_commit_version", "version")
              .property("delta.enableChangeDataFeed", "true");
        });
    lake.transact(tx -> tx.update("u").set("type", "'new'").run());
    assertThat(lake.scan("u").where("type = 'new' AND version = 7").count()).isEqualTo(1);
  }
}
