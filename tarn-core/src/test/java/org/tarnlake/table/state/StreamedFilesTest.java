package org.tarnlake.table.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tarnlake.table.log.LogFixture.METADATA;
import static org.tarnlake.table.log.LogFixture.PROTOCOL;
import static org.tarnlake.table.log.LogFixture.SCHEMA;
import static org.tarnlake.table.log.LogFixture.add;
import static org.tarnlake.table.log.LogFixture.checkpoint;
import static org.tarnlake.table.log.LogFixture.part;
import static org.tarnlake.table.log.LogFixture.remove;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tarnlake.data.build.RowBuffer;
import org.tarnlake.data.schema.ColumnMapping;
import org.tarnlake.data.write.DataFileWriter;
import org.tarnlake.env.Environment;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.predicate.BoundPredicate;
import org.tarnlake.predicate.Predicate;
import org.tarnlake.schema.StructType;
import org.tarnlake.store.FaultyStore;
import org.tarnlake.store.FaultyStore.Operation;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.Upload;
import org.tarnlake.table.action.Action;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.log.LogFixture;
import org.tarnlake.table.log.LogFixture.Form;
import org.tarnlake.table.statistics.FileFilter;
import org.tarnlake.testing.Seeds;

/** The files of checkpoints that stay in their files. */
class StreamedFilesTest {
  private static final ExecutorService BACKGROUND = Environment.system().background();

  private final FaultyStore store = new FaultyStore(new MemoryStore());
  private final LogFixture log = new LogFixture(store);

  private static List<String> wanted(TableState state, String condition) {
    BoundPredicate predicate = Predicate.parse(condition).bind(SCHEMA.columns());
    List<String> paths = new ArrayList<>();
    try (FileCursor files =
        state.files().open(new FileFilter(SCHEMA, ColumnMapping.NONE, predicate), BACKGROUND)) {
      for (AddFile file = files.next(); file != null; file = files.next()) {
        paths.add(file.path());
      }
    }
    return paths;
  }

  private static List<String> all(TableState state) {
    return state.files().toList().stream().map(AddFile::path).toList();
  }

  /** Files f0 to f9999: 100 for each of the days d00 to d99, each of three ids of its own. */
  private TableState large(Form form) {
    List<Action> actions = new ArrayList<>(List.of(PROTOCOL, METADATA));
    for (int i = 0; i < 10_000; i++) {
      actions.add(add("f" + i, "d%02d".formatted(i / 100), 3L * i, 3L * i + 2));
    }
    log.commit(0);
    log.parquet(checkpoint(0), form, actions);
    return log.streamingLog().loadNewest();
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void filesComeInTheOrderOfTheCheckpointThenOfCommits(Form form) {
    TableState state = large(form);
    TableState later =
        state
            .apply(List.of(add("z"), remove("f1"), remove("f2"), add("f3")), "one")
            .apply(List.of(add("y"), remove("z")), "two");
    assertThat(state.files().inMemory()).isEmpty();
    assertThat(all(state)).hasSize(10_000).startsWith("f0", "f1", "f2").endsWith("f9999");
    assertThat(all(later)).hasSize(9_999).startsWith("f0", "f4", "f5").endsWith("f3", "y");
    assertThat(state.fileCount()).isEqualTo(10_000);
    assertThat(state.sizeBytes()).isEqualTo(100_000);
    assertThat(later.fileCount()).isEqualTo(9_999);
    assertThat(later.sizeBytes()).isEqualTo(99_990);
    assertThat(state.files().rowCount()).isEqualTo(30_000);
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void predicatesFindTheirFiles(Form form) {
    TableState state = large(form).apply(List.of(add("z", "d07", 5, 7)), "one");
    assertThat(wanted(state, "day = 'd07'")).hasSize(101).startsWith("f700").endsWith("f799", "z");
    assertThat(wanted(state, "id = 6")).containsExactly("f2", "z");
    assertThat(wanted(state, "day = 'd07' and id >= 2397")).containsExactly("f799");
    assertThat(wanted(state, "day > 'd98' or id < 2")).hasSize(101).startsWith("f0", "f9900");
    assertThat(wanted(state, "day is null")).isEmpty();
    assertThat(wanted(state, "day = 'none'")).isEmpty();
  }

  /** A text that means null in the log must not be taken for a value where it is parsed. */
  @ParameterizedTest
  @EnumSource(Form.class)
  void emptyAndHivePartitionValuesAreNull(Form form) {
    log.commit(0);
    log.parquet(
        checkpoint(0),
        form,
        List.of(
            PROTOCOL,
            METADATA,
            add("null", null, 1, 2),
            add("empty", "", 1, 2),
            add("hive", "__HIVE_DEFAULT_PARTITION__", 1, 2),
            add("some", "d1", 1, 2)));
    TableState state = log.streamingLog().loadNewest();
    assertThat(wanted(state, "day is null")).containsExactly("null", "empty", "hive");
    assertThat(wanted(state, "day is not null")).containsExactly("some");
    assertThat(wanted(state, "day >= ''")).containsExactly("some");
  }

  @Test
  void filesOfOnePartitionAreReadFromTheirPagesOnly() {
    SplittableRandom random = new SplittableRandom(1);
    List<Action> actions = new ArrayList<>(List.of(PROTOCOL, METADATA));
    for (int i = 0; i < 50_000; i++) {
      String path = "f" + Long.toHexString(random.nextLong());
      actions.add(add(path, "d%02d".formatted(i / 500), 3L * i, 3L * i + 2));
    }
    log.commit(0);
    log.parquet(checkpoint(0), Form.PARSED, actions);
    TableState state = log.streamingLog().loadNewest();
    assertThat(wanted(state, "day = 'd50'")).hasSize(500);
    store.resetCalls();
    assertThat(all(state)).hasSize(50_000);
    long whole = store.bytes(Operation.GET_RANGE);
    store.resetCalls();
    assertThat(wanted(state, "day = 'd50'")).hasSize(500);
    assertThat(store.bytes(Operation.GET_RANGE)).isPositive().isLessThan(whole);
    store.resetCalls();
    assertThat(wanted(state, "day = 'nowhere'")).isEmpty();
    assertThat(store.calls()).isZero();
  }

  @Test
  void statisticsOfColumnsAreTheJsonThatCommitsHave() {
    TableState state = large(Form.PARSED_ONLY);
    assertThat(state.files().toList().get(1).statistics())
        .isEqualTo(
            "{\"numRecords\":3,\"minValues\":{\"id\":3},\"maxValues\":{\"id\":5},\"nullCount\":{\"id\":0}}");
  }

  @Test
  void countingNamesTheCheckpointThatHasAMalformedAdd() throws IOException {
    log.commit(0);
    log.parquet(part(0, 1, 2), Form.JSON, List.of(PROTOCOL, METADATA));
    StructType columns = CheckpointColumns.SIZE_AND_KEY;
    RowBuffer rows = new RowBuffer(columns);
    Map<String, Object> vector = Map.of("pathOrInlineDv", "x");
    rows.append(Map.of("path", "v", "size", 1L, "deletionVector", vector));
    try (Upload upload = store.upload(part(0, 2, 2));
        DataFileWriter writer = DataFileWriter.open(upload, columns)) {
      writer.write(rows.toBatch());
      writer.finish();
      upload.commit();
    }
    TableState state = log.streamingLog().loadNewest().apply(List.of(remove("w")), "one");
    assertThatThrownBy(state::fileCount)
        .isInstanceOf(CorruptionException.class)
        .hasMessage(
            "checkpoint _delta_log/00000000000000000000.checkpoint.0000000002.0000000002.parquet: a deletionVector lacks storageType; delete it if the commits before it still exist");
  }

  @Test
  void closingEarlyEndsReading() {
    TableState state = large(Form.JSON);
    FileCursor files =
        state.files().open(new FileFilter(SCHEMA, ColumnMapping.NONE, null), BACKGROUND);
    assertThat(Objects.requireNonNull(files.next()).path()).isEqualTo("f0");
    files.close();
    files.close();
  }

  /** A file that is left out has no row that passes. */
  @Test
  void noFileWithAWantedRowIsLeftOut() {
    Seeds.run(40, StreamedFilesTest::checkRandom);
  }

  private record Made(AddFile add, String day, long from, long to) {
    boolean has(String wantedDay, long id, boolean both) {
      boolean sameDay = Objects.equals(day, wantedDay);
      boolean hasId = from <= id && id <= to;
      return both ? sameDay && hasId : sameDay || hasId;
    }
  }

  private static void checkRandom(SplittableRandom random) {
    LogFixture log = new LogFixture(new MemoryStore());
    Form form = Form.values()[random.nextInt(3)];
    List<Made> made = new ArrayList<>();
    List<Action> actions = new ArrayList<>(List.of(PROTOCOL, METADATA));
    for (int i = random.nextInt(300); i >= 0; i--) {
      String day = random.nextInt(5) == 0 ? null : "d" + random.nextInt(6);
      long from = random.nextInt(50);
      long to = from + random.nextInt(20);
      AddFile add = add("f" + i, day, from, to);
      made.add(new Made(add, day, from, to));
      actions.add(add);
      if (random.nextInt(4) == 0) {
        actions.add(remove("r" + i));
      }
    }
    log.commit(0);
    log.parquet(checkpoint(0), form, actions);
    TableState state = log.streamingLog().loadNewest();
    String day = "d" + random.nextInt(6);
    long id = random.nextInt(70);
    boolean both = random.nextBoolean();
    String condition = "day = '%s' %s id = %d".formatted(day, both ? "and" : "or", id);
    assertThat(wanted(state, condition))
        .as(condition)
        .containsExactlyElementsOf(
            made.stream()
                .filter(each -> each.has(day, id, both))
                .map(each -> each.add().path())
                .toList());
  }
}
