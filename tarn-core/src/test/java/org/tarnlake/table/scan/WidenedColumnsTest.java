package org.tarnlake.table.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tarnlake.data.schema.ColumnMapping;
import org.tarnlake.env.Environment;
import org.tarnlake.predicate.Predicate;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.StructType;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.table.action.Action;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.Metadata;
import org.tarnlake.table.checkpoint.CheckpointWriter;
import org.tarnlake.table.log.LogFixture;
import org.tarnlake.table.state.FileCursor;
import org.tarnlake.table.state.TableState;
import org.tarnlake.table.statistics.FileFilter;
import org.tarnlake.testing.ManualTime;

/** Statistics that were written when a column had another type. */
class WidenedColumnsTest {
  private static final Field DOUBLE_NOW =
      new Field(
          "c",
          DataType.DOUBLE,
          true,
          Map.of("delta.typeChanges", List.of(Map.of("fromType", "float", "toType", "double"))));

  private final MemoryStore store = new MemoryStore();

  private static Metadata metadata(Field column) {
    return new Metadata(
        "id", null, new Schema(new StructType(List.of(column)), List.of()), Map.of(), 1L);
  }

  private static AddFile file(String path, String min, String max) {
    String json =
        "{\"numRecords\":2,\"minValues\":{\"c\":%s},\"maxValues\":{\"c\":%s},\"nullCount\":{\"c\":0}}";
    return new AddFile(path, Map.of(), 10, 1, true, json.formatted(min, max));
  }

  private static List<String> wanted(TableState state, String condition) {
    Schema schema = state.metadata().schema();
    FileFilter filter =
        new FileFilter(
            schema, ColumnMapping.NONE, Predicate.parse(condition).bind(schema.columns()));
    List<String> paths = new ArrayList<>();
    try (FileCursor files = state.files().open(filter, Environment.system().background())) {
      for (AddFile file = files.next(); file != null; file = files.next()) {
        paths.add(file.path());
      }
    }
    return paths;
  }

  private static TableState state(Field column, AddFile... files) {
    List<Action> actions = new ArrayList<>(List.of(LogFixture.PROTOCOL, metadata(column)));
    actions.addAll(List.of(files));
    return TableState.empty().apply(actions, "0.json");
  }

  /** The same state, of which the files stay in a checkpoint. */
  private TableState streamed(TableState state) {
    new CheckpointWriter(store, new ManualTime().environment()).write("", state);
    return new LogFixture(store).streamingLog().loadNewest();
  }

  /** The float 0.7 is 0.699999988079071 as a double, and 0.1 is 0.10000000149011612. */
  @ParameterizedTest
  @CsvSource({
    "c < 0.69999999, true",
    "c <= 0.699999988079071, true",
    "c > 0.1, true",
    "c >= 0.1000000014, true",
    "c = 0.699999988079071, true",
    "c < 0.6999, false",
    "c = 0.7001, false"
  })
  void aBoundThatAFloatLeftIsNotTakenAtItsWord(String condition, boolean read) {
    boolean low = condition.contains("0.1");
    AddFile file = low ? file("f", "0.1", "0.1") : file("f", "0.7", "0.7");
    // Another file's bound must not hide it where both are bounded at once.
    AddFile other = low ? file("g", "0.05", "0.1") : file("g", "0.69999999999", "0.7");
    TableState state = state(DOUBLE_NOW, file, other);
    assertThat(wanted(state, condition).contains("f")).isEqualTo(read);
    assertThat(wanted(streamed(state), condition).contains("f")).isEqualTo(read);
  }

  @ParameterizedTest
  @CsvSource({"c < 0.69999999, false", "c < 0.70000001, true", "c > 0.7, false"})
  void aBoundOfAColumnThatWasAlwaysADoubleIsExact(String condition, boolean read) {
    TableState state = state(Field.optional("c", DataType.DOUBLE), file("f", "0.7", "0.7"));
    // Whether it may hold a NaN, which is greatest, nobody says.
    boolean greater = condition.contains(">");
    assertThat(wanted(state, condition).isEmpty()).isEqualTo(!read && !greater);
    assertThat(wanted(streamed(state), condition).isEmpty()).isEqualTo(!read && !greater);
  }

  private TableState streamedAs(Field before, Field now, AddFile... files) {
    new CheckpointWriter(store, new ManualTime().environment()).write("", state(before, files));
    return new LogFixture(store).streamingLog().loadNewest().apply(List.of(metadata(now)), "1");
  }

  @Test
  void aDateThatBecameATimestampIsBoundedByTheTextOfItsStatistics() {
    TableState state =
        streamedAs(
            Field.optional("c", DataType.DATE),
            Field.optional("c", DataType.TIMESTAMP_NTZ),
            file("f", "\"2024-01-01\"", "\"2024-01-03\""),
            file("g", "\"2024-02-01\"", "\"2024-02-03\""));
    assertThat(wanted(state, "c = TIMESTAMP '2024-01-02 00:00:00'")).containsExactly("f");
    assertThat(wanted(state, "c > TIMESTAMP '2024-01-02 00:00:00'")).containsExactly("f", "g");
    assertThat(wanted(state, "c is null")).isEmpty();
  }

  @Test
  void boundsInACheckpointOfAStringThatBecameATimestampTellNothing() {
    TableState state =
        streamedAs(
            Field.optional("c", DataType.STRING),
            Field.optional("c", DataType.TIMESTAMP),
            file("f", "\"a\"", "\"b\""));
    assertThat(wanted(state, "c = TIMESTAMP '2024-01-02 00:00:00'")).containsExactly("f");
    assertThat(wanted(state, "c is null")).isEmpty();
  }

  @Test
  void boundsOfAFieldThatWidenedTellNothingAndThoseOfItsNeighboursStay() {
    AddFile file =
        new AddFile(
            "f",
            Map.of(),
            10,
            1,
            true,
            """
            {"numRecords":2,"minValues":{"c":{"a":"2024-01-01","b":1}},"maxValues":{"c":{"a":"2024-01-03","b":2}},\
            "nullCount":{"c":{"a":0,"b":0}}}\
            """);
    TableState state =
        streamedAs(
            Field.optional("c", pair(DataType.DATE)),
            Field.optional("c", pair(DataType.TIMESTAMP)),
            file);
    assertThat(wanted(state, "c.b = 2")).containsExactly("f");
    assertThat(wanted(state, "c.b = 3")).isEmpty();
    assertThat(wanted(state, "c.a = TIMESTAMP '2024-01-02 00:00:00'")).containsExactly("f");
  }

  private static DataType pair(DataType first) {
    return DataType.struct(Field.optional("a", first), Field.optional("b", DataType.INT));
  }
}
