package org.tarnlake.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.lake.CatalogChange.AttachTable;
import org.tarnlake.lake.CatalogChange.CreateTable;
import org.tarnlake.lake.CatalogChange.DetachTable;
import org.tarnlake.lake.CatalogChange.DropTable;
import org.tarnlake.lake.CatalogChange.RenameTable;
import org.tarnlake.schema.TableName;

class CatalogTest {
  private final Entries entries =
      new Entries(
          new LakeState(
              0, 1000, Catalog.empty(), Sequences.NONE, LogEnd.beforeFirst(new UUID(1, 2))));

  @Test
  void tablesAreFoundByExactNameByAnyCaseAndById() {
    entries.create("sales.Orders");
    Catalog catalog = entries.state().catalog();
    assertThat(catalog.find(name("sales.Orders"))).isNotNull();
    assertThat(catalog.find(name("sales.orders"))).isNull();
    CatalogTable found = catalog.findIgnoringCase(name("SALES.ORDERS"));
    assertThat(found).isNotNull();
    assertThat(catalog.findById(found.id())).isEqualTo(found);
    assertThat(catalog.find(name("sales"))).isNull();
  }

  @Test
  void tablesSortByName() {
    entries.create("b", "aa.z", "a", "B2");
    assertThat(entries.state().catalog().sorted())
        .extracting(table -> table.name().toString())
        .containsExactly("B2", "a", "aa.z", "b");
  }

  @Test
  void anOlderCatalogStaysAsItWas() {
    entries.create("a");
    Catalog before = entries.state().catalog();
    entries.append("a");
    entries.rename("a", "b");
    assertThat(before.sorted()).extracting(CatalogTable::version).containsExactly(0L);
    assertThat(before.find(name("a"))).isNotNull();
    assertThat(entries.state().catalog().find(name("a"))).isNull();
  }

  @Test
  void versionsFollowTheCommitsAndRememberTheLastMetadata() {
    entries.create("a");
    entries.append("a");
    entries.append("a");
    CatalogTable table = entries.table("a");
    assertThat(table.version()).isEqualTo(2);
    assertThat(table.metadataVersion()).isZero();
    entries.next(
        List.of(),
        List.of(TableCommit.inline(table.id(), 3, entries.lines(table.id(), "a"), true)));
    assertThat(entries.table("a").metadataVersion()).isEqualTo(3);
  }

  @Test
  void changesOfOneEntryHappenInTheirOrder() {
    entries.create("a", "b");
    String a = entries.table("a").id();
    String b = entries.table("b").id();
    entries.next(
        List.of(
            new RenameTable(a, name("a"), name("tmp")),
            new RenameTable(b, name("b"), name("a")),
            new RenameTable(a, name("tmp"), name("b"))),
        List.of());
    assertThat(entries.table("a").id()).isEqualTo(b);
    assertThat(entries.table("b").id()).isEqualTo(a);
  }

  @Test
  void aNameIsTakenInAnyCase() {
    entries.create("Orders");
    assertBroken(() -> entries.create("orders"), "table orders exists already");
    entries.create("x");
    assertBroken(() -> entries.rename("x", "ORDERS"), "table ORDERS exists already");
    entries.rename("Orders", "ORDERS");
    assertThat(entries.table("ORDERS").location()).isEqualTo("Orders");
  }

  @Test
  void aLocationIsFreeOnceItsTableIsGoneAndNotWhenItIsRenamed() {
    entries.create("a");
    entries.drop("a");
    entries.create("a");
    entries.create("b");
    entries.rename("b", "c");
    assertBroken(() -> entries.create("b"), "location b is another table's, or holds one");
  }

  @Test
  void attachedTableBeginsAtItsOwnVersionAndLeavesItsLocationFree() {
    entries.create("s.other");
    entries.next(List.of(new AttachTable("id", name("a"), "s/a", new CommitMark(7, 1))), List.of());
    assertThat(entries.table("a").version()).isEqualTo(7);
    assertThat(entries.table("a").metadataVersion()).isEqualTo(7);
    assertBroken(
        () -> entries.next(List.of(new DetachTable("id", name("a"), "s/a")), List.of()),
        "it detaches table id without a commit");
    entries.next(List.of(new DetachTable("id", name("a"), "s/a")), List.of(commit("id", 8)));
    Catalog left = entries.state().catalog();
    assertThat(left.findById("id")).isNull();
    assertThat(left.isFree("s/a")).isTrue();
    assertThat(left.isFree("s/a/b")).isTrue();
    assertThat(left.isFree("s/other")).isFalse();
    assertThat(left.isFree("s")).isFalse();
    LakeState read = LakeCheckpoint.decode(3, LakeCheckpoint.encode(entries.state())).state();
    assertThat(read.catalog().isFree("s/a")).isTrue();
    assertBroken(
        () ->
            entries.next(
                List.of(new AttachTable("x", name("b"), "s/other", new CommitMark(7, 1))),
                List.of()),
        "location s/other is another table's, or holds one");
    entries.next(
        List.of(new AttachTable("id", name("b"), "s/a", new CommitMark(9, 1))),
        List.of(commit("id", 10)));
    assertThat(entries.table("b").version()).isEqualTo(10);
  }

  @Test
  void noLocationLiesWithinAnother() {
    entries.create("a.b");
    assertBroken(() -> entries.create("a"), "location a is another table's, or holds one");
    assertBroken(() -> entries.create("a.b.c"), "location a/b/c lies within another table's");
    entries.create("a.bc");
    Catalog catalog = entries.state().catalog();
    assertThat(catalog.isFree("A/B")).isFalse();
    assertThat(catalog.isFree("A/B/x/y")).isFalse();
    assertThat(catalog.isFree("a/c")).isTrue();
    assertThat(catalog.isFree("ab")).isTrue();
  }

  @Test
  void versionsHaveNoGap() {
    entries.create("a");
    String id = entries.table("a").id();
    assertBroken(
        () -> entries.next(List.of(), List.of(commit(id, 2))), "table a goes from version 0 to 2");
    assertBroken(
        () -> entries.next(List.of(), List.of(commit(id, 0))), "table a goes from version 0 to 0");
    assertBroken(
        () -> entries.next(List.of(), List.of(commit(id, 1), commit(id, 1))),
        "table a goes from version 1 to 1");
  }

  @Test
  void aTableBeginsWithAFirstVersionThatHoldsItsSchema() {
    CreateTable create = new CreateTable("id", name("a"), "a");
    assertBroken(() -> entries.next(List.of(create), List.of()), "table a has no first version");
    assertBroken(
        () -> entries.next(List.of(create), List.of(commit("id", 0))),
        "table a has no first version");
  }

  @Test
  void whatIsUnknownCannotChange() {
    assertBroken(
        () -> entries.next(List.of(), List.of(commit("x", 0))), "it commits to an unknown table x");
    assertBroken(
        () -> entries.next(List.of(new DropTable("x", name("a"))), List.of()),
        "it changes an unknown table x");
    assertBroken(
        () -> entries.next(List.of(new RenameTable("x", name("a"), name("b"))), List.of()),
        "it changes an unknown table x");
  }

  @Test
  void anIdIsUsedOnce() {
    entries.create("a");
    String id = entries.table("a").id();
    assertBroken(
        () -> entries.next(List.of(new CreateTable(id, name("b"), "b")), List.of()),
        "table id " + id + " exists");
  }

  @Test
  void entriesFollowOneAnotherInVersionAndTime() {
    LogEntry first = entries.create("a");
    assertThatThrownBy(() -> entries.state().apply(first, LogEntryCodec.encode(first)))
        .isInstanceOf(CorruptionException.class)
        .hasMessage("_tarn/log/00000000000000000001.json does not follow lake version 1");
    LogEntry second = entries.append("a");
    byte[] bytes = LogEntryCodec.encode(second);
    LakeState asLate =
        new LakeState(
            1,
            second.timestampMillis(),
            entries.state().catalog(),
            Sequences.NONE,
            second.follows());
    assertThatThrownBy(() -> asLate.apply(second, bytes))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("its timestamp 1002 is not after the previous one, 1002");
    LakeState later =
        new LakeState(1, 5000, entries.state().catalog(), Sequences.NONE, second.follows());
    assertThatThrownBy(() -> later.apply(second, bytes))
        .isInstanceOf(CorruptionException.class)
        .hasMessage(
            "_tarn/log/00000000000000000002.json: its timestamp 1002 is not after the previous one,"
                + " 5000; run 'tarn check'");
  }

  private static TableCommit commit(String id, long version) {
    return TableCommit.inline(
        id,
        version,
        org.tarnlake.table.action.CommitLines.ofBytes(
            "{}\n".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
        false);
  }

  private static TableName name(String text) {
    return TableName.parse(text);
  }

  private static void assertBroken(ThrowingCallable call, String why) {
    assertThatThrownBy(call)
        .isInstanceOf(CorruptionException.class)
        .hasMessageMatching("_tarn/log/[0-9]{20}\\.json: \\Q" + why + "\\E; run 'tarn check'");
  }
}
