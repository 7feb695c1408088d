package org.tarnlake.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tarnlake.lake.CatalogChange;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.TableName;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.Metadata;
import org.tarnlake.table.action.Protocol;
import org.tarnlake.table.action.SetTransaction;
import org.tarnlake.table.action.TableHead;
import org.tarnlake.table.scan.Deletions;
import org.tarnlake.table.state.TableFiles;

/** The table of all pairs: who may come into the entry of the other, in either order. */
class CommitGroupTest {
  private static final Schema SCHEMA = Schema.untyped("a");

  @ParameterizedTest(name = "{0} and {1}: {2}")
  @CsvSource({
    "append, append, one entry",
    "append, append elsewhere, one entry",
    "append, read and append, one entry",
    "append, nothing, one entry",
    "append, serializable, two",
    "append, create, two",
    "append, drop, two",
    "append, rename, two",
    "append, attach, two",
    "append, detach, two",
    "append, again alone, two",
    "append elsewhere, append elsewhere, one entry",
    "append elsewhere, read and append, one entry",
    "append elsewhere, nothing, one entry",
    "append elsewhere, serializable, two",
    "append elsewhere, create, two",
    "append elsewhere, drop, two",
    "append elsewhere, rename, two",
    "append elsewhere, attach, two",
    "append elsewhere, detach, two",
    "append elsewhere, again alone, two",
    "read and append, read and append, one entry",
    "read and append, nothing, one entry",
    "read and append, serializable, two",
    "read and append, create, two",
    "read and append, drop, two",
    "read and append, rename, two",
    "read and append, attach, two",
    "read and append, detach, two",
    "read and append, again alone, two",
    "nothing, nothing, one entry",
    "nothing, serializable, two",
    "nothing, create, two",
    "nothing, drop, two",
    "nothing, rename, two",
    "nothing, attach, two",
    "nothing, detach, two",
    "nothing, again alone, two",
    "serializable, serializable, two",
    "serializable, create, two",
    "serializable, drop, two",
    "serializable, rename, two",
    "serializable, attach, two",
    "serializable, detach, two",
    "serializable, again alone, two",
    "create, create, two",
    "create, drop, two",
    "create, rename, two",
    "create, attach, two",
    "create, detach, two",
    "create, again alone, two",
    "drop, drop, two",
    "drop, rename, two",
    "drop, attach, two",
    "drop, detach, two",
    "drop, again alone, two",
    "rename, rename, two",
    "rename, attach, two",
    "rename, detach, two",
    "rename, again alone, two",
    "attach, attach, two",
    "attach, detach, two",
    "attach, again alone, two",
    "detach, detach, two",
    "detach, again alone, two",
    "again alone, again alone, two",
    "progress, append, two",
    "progress, append elsewhere, two",
    "progress, read and append, two",
    "progress, nothing, two",
    "progress, serializable, two",
    "progress, create, two",
    "progress, drop, two",
    "progress, rename, two",
    "progress, attach, two",
    "progress, detach, two",
    "progress, again alone, two",
    "progress, progress, two",
    "restore, append, two",
    "restore, append elsewhere, two",
    "restore, restore, two",
    "restore, sequence, two",
    "sequence, append, one entry",
    "sequence, append elsewhere, one entry",
    "sequence, sequence of another, one entry",
    "sequence, sequence, two",
    "sequence, serializable, two",
    "sequence, create, two",
    "sequence, progress, two",
    "sequence, again alone, two",
  })
  void everyPairOfTransactions(String one, String other, String entries) {
    assertPair(one, other, entries.equals("one entry"));
    assertPair(other, one, entries.equals("one entry"));
  }

  private static void assertPair(String first, String second, boolean shared) {
    CommitRequest before = request(first);
    CommitRequest after = request(second);
    CommitGroup group = new CommitGroup();
    assertThat(group.admit(before)).as("the first").isTrue();
    assertThat(group.admit(after)).isEqualTo(shared);
    assertThat(group.members()).hasSize(shared ? 2 : 1);
    if (shared) {
      assertThat(ConflictCheck.conflict(after.changes(), null, before.changes()))
          .as("who shares an entry may follow the other")
          .isNull();
    }
  }

  private static CommitRequest request(String what) {
    return switch (what) {
      case "append" -> request(null, List.of(), List.of(append("t", false)));
      case "append elsewhere" -> request(null, List.of(), List.of(append("s", false)));
      case "read and append" -> request(null, List.of(), List.of(append("t", true)));
      case "nothing" -> request(null, List.of(), List.of());
      case "serializable" -> request(new ReadSet(), List.of(), List.of(append("t", true)));
      case "create" ->
          request(
              null,
              List.of(new CatalogChange.CreateTable("n", TableName.parse("n"), "n")),
              List.of(
                  new CommitRequest.TableWrite(
                      table("n"),
                      files(),
                      List.of(),
                      Deletions.NONE,
                      true,
                      false,
                      null,
                      List.of(),
                      null)));
      case "drop" ->
          request(null, List.of(new CatalogChange.DropTable("t", TableName.parse("t"))), List.of());
      case "rename" ->
          request(
              null,
              List.of(
                  new CatalogChange.RenameTable("t", TableName.parse("t"), TableName.parse("m"))),
              List.of());
      case "attach" ->
          request(
              null,
              List.of(),
              List.of(headChange(new HeadChange.Enters(table("t").head(), new UUID(1, 2)))));
      case "detach" ->
          request(null, List.of(), List.of(headChange(new HeadChange.Leaves(table("t").head()))));
      case "progress" ->
          request(
              null,
              List.of(),
              List.of(
                  new CommitRequest.TableWrite(
                      table("t"),
                      files(),
                      List.of(),
                      Deletions.NONE,
                      false,
                      false,
                      null,
                      List.of(new SetTransaction("loader", 1, 0)),
                      null)));
      case "restore" ->
          request(
              null,
              List.of(),
              List.of(
                  new CommitRequest.TableWrite(
                      table("t"),
                      List.of(),
                      List.of(),
                      Deletions.NONE,
                      false,
                      false,
                      null,
                      List.of(),
                      new Statement("RESTORE", java.util.Map.of()),
                      List.of(),
                      List.of(),
                      new Rewind(
                          new Statement("RESTORE", java.util.Map.of()),
                          table("t").head(),
                          table("t").head(),
                          TableFiles.of(files()),
                          files(),
                          List.of(),
                          Deletions.NONE,
                          List.of(),
                          java.util.Map.of()),
                      null,
                      List.of())));
      case "sequence" -> sequence("loader");
      case "sequence of another" -> sequence("another");
      case "again alone" -> {
        CommitRequest alone = request("append");
        alone.goAlone();
        yield alone;
      }
      default -> throw new IllegalArgumentException(what);
    };
  }

  private static CommitRequest request(
      ReadSet reads, List<CatalogChange> catalog, List<CommitRequest.TableWrite> writes) {
    return new CommitRequest(1, reads, catalog, List.of(), writes, List.of(), 0);
  }

  private static CommitRequest sequence(String application) {
    return new CommitRequest(
        1,
        null,
        List.of(),
        List.of(new SetTransaction(application, 1, 0)),
        List.of(append("t", false)),
        List.of(),
        0);
  }

  private static CommitRequest.TableWrite append(String id, boolean hasRead) {
    return new CommitRequest.TableWrite(
        table(id), files(), List.of(), Deletions.NONE, false, hasRead, null, List.of(), null);
  }

  private static CommitRequest.TableWrite headChange(HeadChange change) {
    return CommitRequest.TableWrite.ofHead(table("t"), change);
  }

  private static List<AddFile> files() {
    return List.of(new AddFile("part-1.parquet", java.util.Map.of(), 1, 0, true, null));
  }

  private static OwnTable table(String id) {
    TableHead head =
        new TableHead(
            Protocol.forNewTable(SCHEMA.columns()), Metadata.forNewTable(id, id, SCHEMA, 0));
    return new OwnTable(id, TableName.parse(id), id, head, null);
  }
}
