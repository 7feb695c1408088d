package org.tarnlake.table.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tarnlake.table.log.LogFixture.METADATA;
import static org.tarnlake.table.log.LogFixture.PROTOCOL;
import static org.tarnlake.table.log.LogFixture.add;
import static org.tarnlake.table.log.LogFixture.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.table.action.Action;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.CommitLines;
import org.tarnlake.table.action.DeletionVector;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.table.action.DomainMetadata;
import org.tarnlake.table.action.FileKey;
import org.tarnlake.table.action.RemoveFile;
import org.tarnlake.table.action.RowIds;
import org.tarnlake.table.action.SetTransaction;
import org.tarnlake.table.log.LogFixture;
import org.tarnlake.table.log.LogFixture.Form;
import org.tarnlake.testing.Seeds;

class TableStateTest {

  @ParameterizedTest
  @CsvSource({
    "/x, file:/x",
    "/x, file:///x",
    "file:/a%20b, /a%20b",
    "a%20b, a b",
    "a%C3%A9, a\u00e9"
  })
  void spellingsOfOnePathAreOneFile(String one, String other) {
    assertThat(FileKey.of(one, null)).isEqualTo(FileKey.of(other, null));
  }

  @ParameterizedTest
  @CsvSource({
    "a%20b, a%2520b",
    "x, /x",
    "s3://b/x, /b/x",
    "file://host/x, /x",
    "a+b, a%20b",
    "a%2, a%02",
    "A, a"
  })
  void otherPathsAreOtherFiles(String one, String other) {
    assertThat(FileKey.of(one, null)).isNotEqualTo(FileKey.of(other, null));
  }

  private static TableState first(Action... more) {
    List<Action> actions = new ArrayList<>(List.of(PROTOCOL, METADATA));
    actions.addAll(List.of(more));
    return TableState.empty().apply(actions, "commit");
  }

  @Test
  void removeEndsTheAddOfItsVectorOnly() {
    DeletionVector vector = new DeletionVector("u", "abc", 1, 10, 2);
    AddFile with = new AddFile("f", Map.of(), 10, 1, true, null, vector, null, Map.of(), null);
    TableState state = first(add("f"), with);
    assertThat(state.fileCount()).isEqualTo(2);
    TableState after =
        state.apply(List.of(new RemoveFile("f", null, 5, true, null, -1, null)), "commit");
    assertThat(after.files().toList()).containsExactly(with);
  }

  @Test
  void domainsAndTransactionsAreTheLatest() {
    TableState state =
        first(
            new DomainMetadata("a", "1", false),
            new DomainMetadata("b", "1", false),
            new SetTransaction("app", 1, 0));
    TableState after =
        state.apply(
            List.of(
                new DomainMetadata("a", "", true),
                new DomainMetadata("b", "2", false),
                new SetTransaction("app", 2, 7)),
            "commit");
    assertThat(after.domains()).containsExactly(new DomainMetadata("b", "2", false));
    assertThat(after.transactions()).containsExactly(new SetTransaction("app", 2, 7));
  }

  /** Everything of a state, told in a way in which two states can be compared. */
  private static String text(TableState state) {
    Map<String, String> files = new TreeMap<>();
    state
        .files()
        .forEach(
            f ->
                files.put(
                    FileKey.of(f.path(), f.deletionVector()).toString(),
                    f.partitionValues() + " " + f.sizeBytes() + " " + f.statistics() + f.rowIds()));
    TreeSet<String> removes = new TreeSet<>();
    try (TombstoneCursor cursor = state.tombstones()) {
      for (RemoveFile each = cursor.next(); each != null; each = cursor.next()) {
        removes.add(FileKey.of(each.path(), each.deletionVector()).toString());
      }
    }
    return "%d %d %d %s %s %s %s %s %s"
        .formatted(
            state.version(),
            state.fileCount(),
            state.sizeBytes(),
            state.protocol(),
            state.metadata(),
            files,
            removes,
            state.transactions(),
            state.domains());
  }

  /** A state, made a checkpoint at a random version and replayed from there, is the same. */
  @Test
  void stateFromACheckpointIsTheReplayedOne() {
    Seeds.run(60, TableStateTest::checkCheckpoint);
  }

  private static void checkCheckpoint(SplittableRandom random) {
    LogFixture log = new LogFixture(new MemoryStore());
    long versions = 2 + random.nextInt(8);
    TableState state = TableState.empty();
    long at = random.nextLong(versions);
    Form form = Form.values()[random.nextInt(2) * 2];
    for (long version = 0; version < versions; version++) {
      List<Action> actions = new ArrayList<>();
      if (version == 0) {
        actions.add(PROTOCOL);
        actions.add(METADATA);
      }
      // One add or remove of a key in a commit, as the protocol asks.
      Map<String, Action> byKey = new LinkedHashMap<>();
      for (int i = random.nextInt(6); i > 0; i--) {
        Action action = randomAction(random);
        byKey.put(key(action), action);
      }
      actions.addAll(byKey.values());
      state = state.apply(actions, "commit");
      log.put(DeltaNames.commit("", version), CommitLines.of(actions).bytes());
      if (version == at) {
        log.parquet(checkpoint(at), form, checkpointActions(state));
        // What is before the checkpoint must not be needed.
        for (long old = 0; old < at; old++) {
          log.delete(DeltaNames.commit("", old));
        }
      }
    }
    assertThat(text(log.log().loadNewest())).isEqualTo(text(state));
    assertThat(text(log.streamingLog().loadNewest())).isEqualTo(text(state));
  }

  private static List<Action> checkpointActions(TableState state) {
    List<Action> actions = new ArrayList<>(List.of(state.protocol(), state.metadata()));
    actions.addAll(state.transactions());
    actions.addAll(state.domains());
    actions.addAll(state.files().toList());
    try (TombstoneCursor cursor = state.tombstones()) {
      for (RemoveFile each = cursor.next(); each != null; each = cursor.next()) {
        actions.add(each);
      }
    }
    return actions;
  }

  private static String key(Action action) {
    if (action instanceof AddFile add) {
      return FileKey.of(add.path(), add.deletionVector()).toString();
    }
    if (action instanceof RemoveFile remove) {
      return FileKey.of(remove.path(), remove.deletionVector()).toString();
    }
    if (action instanceof SetTransaction txn) {
      return txn.appId();
    }
    return ((DomainMetadata) action).domain();
  }

  private static Action randomAction(SplittableRandom random) {
    String name = "f%20" + random.nextInt(6);
    String path = random.nextBoolean() ? "/t/" + name : "file:///t/" + name;
    DeletionVector vector =
        random.nextInt(3) > 0 ? null : new DeletionVector("u", "v" + random.nextInt(2), 1, 10, 1);
    return switch (random.nextInt(8)) {
      case 0 -> new SetTransaction("app" + random.nextInt(2), random.nextInt(9), 3);
      case 1 -> new DomainMetadata("domain" + random.nextInt(2), "{}", random.nextBoolean());
      case 2, 3 -> new RemoveFile(path, vector, 5, true, null, -1, null);
      default -> {
        AddFile add = add(path, random.nextInt(4) == 0 ? null : "d" + random.nextInt(3), 1, 9);
        yield new AddFile(
            path,
            add.partitionValues(),
            random.nextInt(100),
            1,
            false,
            add.statistics(),
            vector,
            random.nextBoolean() ? null : new RowIds(random.nextInt(9), 2),
            Map.of(),
            null);
      }
    };
  }
}
