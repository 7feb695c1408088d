package org.tarnlake.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tarnlake.data.deleted.DeletedRows;
import org.tarnlake.lake.CatalogChange;
import org.tarnlake.lake.CommitMark;
import org.tarnlake.schema.TableName;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.DeletionVector;
import org.tarnlake.table.action.Move;
import org.tarnlake.table.action.RemoveFile;

/** The table of all pairs of operations: mine in the rows, the winner's in the columns. */
class ConflictCheckTest {
  private static final String T = "table-1";

  @ParameterizedTest(name = "{0} after {1}: {2}, serializable {3}")
  @CsvSource({
    // mine, winner's, snapshot, serializable (having read all of the table, where it existed)
    "append, append, rebase, conflict",
    "append, remove A, rebase, conflict",
    "append, compact A, rebase, rebase",
    "append, schema, conflict, conflict",
    "append, drop, conflict, conflict",
    "append, rename, conflict, conflict",
    "append, create N, rebase, rebase",
    "append, txn app, rebase, rebase",
    "remove A, append, rebase, conflict",
    "remove A, remove A, conflict, conflict",
    "remove A, remove B, rebase, conflict",
    "remove A, compact A, conflict, conflict",
    "remove A, compact B, rebase, rebase",
    "remove A, schema, conflict, conflict",
    "remove A, drop, conflict, conflict",
    "remove A, rename, conflict, conflict",
    "compact A, append, rebase, conflict",
    "compact A, remove A, rebase, conflict",
    "compact A, rows A 1, rebase, conflict",
    "compact A, move A, conflict, conflict",
    "move A, compact A, conflict, conflict",
    "move A, move A, conflict, conflict",
    "move A, remove A, rebase, conflict",
    "remove A, move A, rebase, rebase",
    "rows A 1, move A, rebase, rebase",
    "append, move A, rebase, rebase",
    "alter, move A, rebase, rebase",
    "drop, move A, conflict, conflict",
    "restore, move A, conflict, conflict",
    "compact A, remove B, rebase, conflict",
    "compact A, compact A, conflict, conflict",
    "compact A, compact B, rebase, rebase",
    "compact A, schema, conflict, conflict",
    "compact A, drop, conflict, conflict",
    "compact A, rename, conflict, conflict",
    "schema, append, conflict, conflict",
    "schema, remove A, conflict, conflict",
    "schema, compact A, conflict, conflict",
    "schema, schema, conflict, conflict",
    "schema, drop, conflict, conflict",
    "schema, rename, conflict, conflict",
    "alter, append, rebase, conflict",
    "alter, remove A, rebase, conflict",
    "alter, compact A, rebase, rebase",
    "alter, rows A 1, rebase, conflict",
    "alter, txn app, rebase, rebase",
    "alter, alter, conflict, conflict",
    "alter, schema, conflict, conflict",
    "schema, alter, conflict, conflict",
    "append, alter, conflict, conflict",
    "rows A 1, alter, conflict, conflict",
    "txn app, alter, conflict, conflict",
    "alter, drop, conflict, conflict",
    "alter, detach, conflict, conflict",
    "alter, rename, conflict, conflict",
    "drop, alter, conflict, conflict",
    "rename, alter, rebase, conflict",
    "drop, append, conflict, conflict",
    "drop, remove A, conflict, conflict",
    "drop, compact A, conflict, conflict",
    "drop, schema, conflict, conflict",
    "drop, drop, conflict, conflict",
    "drop, rename, conflict, conflict",
    "drop, create N, rebase, rebase",
    "rename, append, rebase, conflict",
    "rename, remove A, rebase, conflict",
    "rename, compact A, rebase, rebase",
    "rename, schema, rebase, conflict",
    "rename, drop, conflict, conflict",
    "rename, rename, conflict, conflict",
    "rename, create N, conflict, conflict",
    "create N, create N, conflict, conflict",
    "create N, create M, rebase, rebase",
    "create N, rename, conflict, conflict",
    "create N, append, rebase, conflict",
    "create N, drop, rebase, conflict",
    "append, detach, conflict, conflict",
    "append, attach N, rebase, rebase",
    "remove A, detach, conflict, conflict",
    "compact A, detach, conflict, conflict",
    "schema, detach, conflict, conflict",
    "drop, detach, conflict, conflict",
    "rename, detach, conflict, conflict",
    "rename, attach N, conflict, conflict",
    "create N, attach N, conflict, conflict",
    "create N, attach M, rebase, rebase",
    "create N, detach, rebase, conflict",
    "attach N, attach N, conflict, conflict",
    "attach N, attach M, rebase, rebase",
    "attach N, create N, conflict, conflict",
    "attach N, rename, conflict, conflict",
    "attach N, append, rebase, conflict",
    "attach N, detach, rebase, conflict",
    "detach, append, conflict, conflict",
    "detach, remove A, conflict, conflict",
    "detach, compact A, conflict, conflict",
    "detach, schema, conflict, conflict",
    "detach, drop, conflict, conflict",
    "detach, rename, conflict, conflict",
    "detach, detach, conflict, conflict",
    "detach, create N, rebase, rebase",
    "detach, attach N, rebase, rebase",
    "append, rows A 1, rebase, conflict",
    "rows A 1, append, rebase, conflict",
    "rows A 1 5, rows A 2 6, rebase, conflict",
    "rows A 1 5, rows A 2 5, conflict, conflict",
    "rows A 1, rows B 1, rebase, conflict",
    "rows A 1, remove A, conflict, conflict",
    "rows A 1, remove B, rebase, conflict",
    "rows A 1, compact A, conflict, conflict",
    "remove A, rows A 1, conflict, conflict",
    "remove A, rows B 1, rebase, conflict",
    "rows A 1, schema, conflict, conflict",
    "schema, rows A 1, conflict, conflict",
    "rows A 1, drop, conflict, conflict",
    "drop, rows A 1, conflict, conflict",
    "rows A 1, detach, conflict, conflict",
    "rows A 1, rename, conflict, conflict",
    "rename, rows A 1, rebase, conflict",
    "txn app, txn app, conflict, conflict",
    "txn app, txn other, rebase, rebase",
    "txn app, append, rebase, conflict",
    "txn app, remove A, rebase, conflict",
    "txn app, schema, conflict, conflict",
    "txn app, drop, conflict, conflict",
    "txn app, rename, conflict, conflict",
    "txn app, detach, conflict, conflict",
    "remove A, txn app, rebase, rebase",
    "schema, txn app, conflict, conflict",
    "drop, txn app, conflict, conflict",
    "rename, txn app, rebase, rebase",
    "detach, txn app, conflict, conflict",
    "restore, append, conflict, conflict",
    "restore, remove A, conflict, conflict",
    "restore, compact A, conflict, conflict",
    "restore, rows A 1, conflict, conflict",
    "restore, schema, conflict, conflict",
    "restore, txn app, conflict, conflict",
    "restore, restore, conflict, conflict",
    "restore, drop, conflict, conflict",
    "restore, detach, conflict, conflict",
    "restore, rename, conflict, conflict",
    "restore, create N, rebase, rebase",
    "restore, sequence app, rebase, rebase",
    "append, restore, conflict, conflict",
    "remove A, restore, conflict, conflict",
    "compact A, restore, conflict, conflict",
    "rows A 1, restore, conflict, conflict",
    "schema, restore, conflict, conflict",
    "txn app, restore, conflict, conflict",
    "drop, restore, conflict, conflict",
    "detach, restore, conflict, conflict",
    "rename, restore, rebase, conflict",
    "create N, restore, rebase, conflict",
    "sequence app, sequence app, conflict, conflict",
    "sequence app, sequence other, rebase, rebase",
    "sequence app, txn app, rebase, rebase",
    "sequence app, append, rebase, conflict",
    "sequence app, drop, rebase, conflict",
    "append, sequence app, rebase, rebase",
    "schema, sequence app, rebase, rebase",
    "drop, sequence app, rebase, rebase",
  })
  void everyPairOfOperations(String mine, String winner, String snapshot, String serializable) {
    Changes theirs = changes("winner-id", winner);
    assertThat(outcome(changes("my-id", mine), null, theirs)).isEqualTo(snapshot);
    ReadSet readAll = new ReadSet();
    readAll.addRows(T, file -> true);
    assertThat(outcome(changes("my-id", mine), readAll, theirs)).isEqualTo(serializable);
  }

  @Test
  void aSerializableTransactionConflictsOnlyWithFilesThatItsConditionMayMatch() {
    ReadSet reads = new ReadSet();
    reads.addRows(T, file -> file.path().equals("A"));
    assertThat(outcome(nothing(), reads, changes("w", "append"))).isEqualTo("rebase");
    reads.addRows(T, file -> file.path().equals("NEW"));
    assertThat(outcome(nothing(), reads, changes("w", "append"))).isEqualTo("conflict");
  }

  @Test
  void aSerializableTransactionConflictsWithProgressThatItAskedFor() {
    ReadSet reads = new ReadSet();
    reads.addProgress(T, "app");
    assertThat(outcome(nothing(), reads, changes("w", "txn app"))).isEqualTo("conflict");
    assertThat(outcome(nothing(), reads, changes("w", "txn other"))).isEqualTo("rebase");
    assertThat(outcome(nothing(), reads, changes("w", "append"))).isEqualTo("rebase");
  }

  @Test
  void aSerializableTransactionConflictsWithANumberThatItAskedFor() {
    ReadSet reads = new ReadSet();
    reads.addSequence("app");
    assertThat(outcome(nothing(), reads, changes("w", "sequence app"))).isEqualTo("conflict");
    assertThat(outcome(nothing(), reads, changes("w", "sequence other"))).isEqualTo("rebase");
    assertThat(outcome(nothing(), null, changes("w", "sequence app"))).isEqualTo("rebase");
  }

  @Test
  void aSerializableTransactionThatLookedForATableConflictsWithItsCreation() {
    ReadSet reads = new ReadSet();
    reads.addName(TableName.parse("n"));
    assertThat(outcome(nothing(), reads, changes("w", "create N"))).isEqualTo("conflict");
    assertThat(outcome(nothing(), reads, changes("w", "create M"))).isEqualTo("rebase");
  }

  @Test
  void aSerializableTransactionThatListedTheTablesConflictsWithAnyChangeOfThem() {
    for (String change : List.of("create M", "drop", "rename")) {
      ReadSet reads = new ReadSet();
      reads.addAllNames();
      assertThat(outcome(nothing(), reads, changes("w", change))).isEqualTo("conflict");
    }
  }

  @Test
  void manyConditionsFallBackToHavingReadTheWholeTable() {
    ReadSet reads = new ReadSet();
    for (int i = 0; i < 1001; i++) {
      reads.addRows(T, file -> false);
    }
    assertThat(outcome(nothing(), reads, changes("w", "append"))).isEqualTo("conflict");
  }

  @Test
  void twoTablesMustNotShareALocationThoughTheirNamesDiffer() {
    Changes mine = create("a", "x", "sales");
    assertThat(outcome(mine, null, create("b", "y", "SALES"))).isEqualTo("conflict");
    assertThat(outcome(mine, null, create("b", "y", "sales/orders"))).isEqualTo("conflict");
    assertThat(outcome(create("a", "x", "sales/orders"), null, create("b", "y", "sales")))
        .isEqualTo("conflict");
    assertThat(outcome(mine, null, create("b", "y", "sales2"))).isEqualTo("rebase");
  }

  @Test
  void tableIsNotAttachedOverAnotherChangeOfTheSameTable() {
    Changes mine =
        catalog(
            new CatalogChange.AttachTable(T, TableName.parse("new"), "t", new CommitMark(3, 1)));
    assertThat(ConflictCheck.conflict(mine, null, changes("w", "detach")).why())
        .isEqualTo("it detached table t");
    Changes same =
        catalog(
            new CatalogChange.AttachTable(T, TableName.parse("other"), "x", new CommitMark(3, 1)));
    assertThat(ConflictCheck.conflict(mine, null, same).why()).isEqualTo("it attached table other");
  }

  @Test
  void namesThatDifferOnlyByCaseAreOne() {
    assertThat(outcome(create("a", "x", "one"), null, create("b", "X", "two")))
        .isEqualTo("conflict");
  }

  @Test
  void theConflictNamesTheTableAndWhy() {
    assertThat(ConflictCheck.conflict(changes("m", "remove A"), null, changes("w", "remove A")))
        .isEqualTo(
            new ConflictCheck.Conflict(
                T, "it removed or rewrote the file A, of which this transaction takes rows, too"));
    assertThat(ConflictCheck.conflict(changes("m", "rows A 4 7"), null, changes("w", "rows A 7 9")))
        .isEqualTo(
            new ConflictCheck.Conflict(
                T, "it deleted or changed row 8 of the file A, as this transaction does"));
  }

  @Test
  void aSerializableTransactionConflictsOnlyWithDeletedRowsThatItMayHaveRead() {
    ReadSet reads = new ReadSet();
    reads.addRows(T, file -> file.path().equals("B"));
    assertThat(outcome(nothing(), reads, changes("w", "rows A 1"))).isEqualTo("rebase");
    reads.addRows(T, file -> file.path().equals("A"));
    assertThat(outcome(nothing(), reads, changes("w", "rows A 1"))).isEqualTo("conflict");
  }

  private static TableChange removing(String path, DeletionVector vector) {
    return TableChange.of(
        List.of(new RemoveFile(path, vector, 0, true, null, -1, null)),
        TableChange.Knowledge.NOTHING);
  }

  /** Another engine's spelling of a path let two transactions remove one file. */
  @Test
  void aFileIsTheSameHoweverItsPathIsSpelled() {
    Changes mine = table(removing("part a.parquet", null));
    Changes theirs = table(removing("part%20a.parquet", null));
    assertThat(outcome(mine, null, theirs)).isEqualTo("conflict");
  }

  private static String outcome(Changes mine, ReadSet reads, Changes winner) {
    return ConflictCheck.conflict(mine, reads, winner) == null ? "rebase" : "conflict";
  }

  private static Changes nothing() {
    return new Changes("me", List.of(), Set.of(), Map.of());
  }

  private static Changes create(String id, String name, String location) {
    return new Changes(
        "someone",
        List.of(new CatalogChange.CreateTable(id, TableName.parse(name), location)),
        Set.of(),
        Map.of(
            id,
            new TableChange(
                List.of(), Map.of(), Map.of(), TableChange.SOME_CHANGE, false, Set.of())));
  }

  private static Changes changes(String id, String operation) {
    String[] words = operation.split(" ");
    String argument = words.length > 1 ? words[1] : "";
    return switch (words[0]) {
      case "append" ->
          table(new TableChange(files("NEW"), Map.of(), Map.of(), null, false, Set.of()));
      case "remove" ->
          table(new TableChange(List.of(), whole(argument, true), Map.of(), null, false, Set.of()));
      case "compact" ->
          table(
              new TableChange(List.of(), whole(argument, false), Map.of(), null, false, Set.of()));
      case "move" ->
          table(new TableChange(List.of(), moved(argument), Map.of(), null, false, Set.of()));
      case "rows" ->
          table(
              new TableChange(
                  List.of(),
                  rows(argument, Arrays.copyOfRange(words, 2, words.length)),
                  Map.of(),
                  null,
                  false,
                  Set.of()));
      case "schema" ->
          table(
              new TableChange(
                  List.of(), Map.of(), Map.of(), TableChange.SOME_CHANGE, false, Set.of()));
      case "alter" ->
          table(
              new TableChange(
                  List.of(), Map.of(), Map.of(), TableChange.OF_ANY_ROWS, false, Set.of()));
      case "restore" -> table(new TableChange(List.of(), Map.of(), Map.of(), null, true, Set.of()));
      case "txn" ->
          table(new TableChange(List.of(), Map.of(), Map.of(), null, false, Set.of(argument)));
      case "sequence" -> new Changes("someone", List.of(), Set.of(argument), Map.of());
      case "create" -> create(id, argument, id);
      case "attach" ->
          catalog(
              new CatalogChange.AttachTable(
                  id, TableName.parse(argument), id, new CommitMark(3, 1)));
      case "detach" -> catalog(new CatalogChange.DetachTable(T, TableName.parse("t"), "t"));
      case "drop" -> catalog(new CatalogChange.DropTable(T, TableName.parse("t")));
      case "rename" ->
          catalog(new CatalogChange.RenameTable(T, TableName.parse("t"), TableName.parse("n")));
      default -> throw new IllegalArgumentException(operation);
    };
  }

  private static Changes table(TableChange change) {
    return new Changes("someone", List.of(), Set.of(), Map.of(T, change));
  }

  private static Changes catalog(CatalogChange change) {
    return new Changes("someone", List.of(change), Set.of(), Map.of());
  }

  private static Map<String, Taken> whole(String path, boolean leaves) {
    return Map.of(path, new Taken(null, leaves, null, null));
  }

  /** Rewrites a file and tells where its rows are. */
  private static Map<String, Taken> moved(String path) {
    return Map.of(path, new Taken(null, false, null, new Move(path, null, "NEW", 0, 10)));
  }

  /** Deletes rows of a file: {@code rows A 1 5}. */
  private static Map<String, Taken> rows(String path, String[] positions) {
    DeletedRows.Builder rows = new DeletedRows.Builder();
    for (String position : positions) {
      rows.add(Long.parseLong(position));
    }
    return Map.of(path, new Taken(rows.build(), true, files(path).get(0), null));
  }

  private static List<AddFile> files(String path) {
    return List.of(new AddFile(path, Map.of(), 1, 0, true, null));
  }
}
