package org.tarnlake.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.ParquetFile;
import org.tarnlake.Rows;
import org.tarnlake.data.ParquetJava;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.InvalidDataException;

/** Parquet files of others come in with the values that they have, or not at all. */
class LosslessParquetTest {
  @TempDir Path folder;

  /** Nanoseconds were cut without a word: 23:59:59.999999999 became 23:59:59.999999. */
  @Test
  void timeFinerThanMicrosecondsIsRefusedWithItsRow() throws IOException {
    String schema = "message m { optional int64 at (TIMESTAMP(NANOS,true)); }";
    List<Long> whole = List.of(1_000L, -1_000L, 0L);
    assertThat(rows(write(schema, whole, (group, nanos) -> group.add("at", nanos))))
        .containsExactly(
            "{at=1970-01-01T00:00:00.000001Z}",
            "{at=1969-12-31T23:59:59.999999Z}",
            "{at=1970-01-01T00:00:00Z}");
    List<Long> fine = new ArrayList<>();
    for (long i = 0; i < 5_000; i++) {
      fine.add(i == 4_321 ? -1 : i * 1_000);
    }
    assertRefused(
        write(schema, fine, (group, nanos) -> group.add("at", nanos)),
        "row 4322, column 'at': 1969-12-31T23:59:59.999999999Z is finer than microseconds, the finest that a timestamp keeps; round it");
    assertRefused(
        write(
            "message m { repeated int64 at (TIMESTAMP(NANOS,false)); }",
            List.of(1_000L, 1L),
            (group, nanos) -> group.add("at", nanos)),
        "row 1 or one behind, column 'at': 1970-01-01T00:00:00.000000001Z is finer than microseconds, the finest that a timestamp keeps; round it");
  }

  @Test
  void oldTimeFinerThanMicrosecondsIsRefused() throws IOException {
    String schema = "message m { required int96 at; }";
    BiConsumer<Group, Long> add = (group, nanos) -> group.add("at", int96(nanos));
    assertThat(rows(write(schema, List.of(5_000L), add)))
        .containsExactly("{at=1970-01-01T00:00:00.000005Z}");
    assertRefused(
        write(schema, List.of(5_000L, 5_001L), add),
        "row 1 or one behind, column 'at': 1970-01-01T00:00:00.000005001Z is finer than microseconds, the finest that a timestamp keeps; round it");
  }

  /**
   * The day was read as if it could not be negative, and too many microseconds wrapped around into
   * another time. Spark itself lets the latest times wrap around when it writes, and back when it
   * reads: what it writes of the year 290000 comes in as that.
   */
  @Test
  void oldTimeThatNoTimestampCanBeIsRefused() throws IOException {
    String schema = "message m { required int96 at; }";
    Binary fromSpark = int96(0xF9B0ABA8, 0xFFFFE26EC7B96000L);
    assertThat(rows(write(schema, List.of(0L), (group, any) -> group.add("at", fromSpark))))
        .containsExactly("{at=%s}".formatted(Instant.parse("+290000-12-30T23:00:00Z")))
        .containsExactly("{at=%s}".formatted(Instant.ofEpochSecond(9_089_380_393_200L)));
    BiConsumer<Group, Long> day = (group, value) -> group.add("at", int96(value.intValue(), 0));
    assertThat(rows(write(schema, List.of(0L, -1L, -100_000_000L), day)))
        .containsExactly(
            "{at=-4713-11-24T00:00:00Z}",
            "{at=-4713-11-23T00:00:00Z}",
            "{at=-278503-03-13T00:00:00Z}");
    assertRefused(
        write(schema, List.of(0L, (long) Integer.MAX_VALUE), day),
        "row 1 or one behind, column 'at': +5874898-06-03T00:00:00Z is out of the range of a timestamp; leave it out");
    assertRefused(
        write(schema, List.of((long) Integer.MIN_VALUE), day),
        "row 1 or one behind, column 'at': -5884323-05-15T00:00:00Z is out of the range of a timestamp; leave it out");
  }

  @Test
  void millisecondsThatNoTimestampCanBeAreRefused() throws IOException {
    String schema = "message m { optional int64 at (TIMESTAMP(MILLIS,true)); }";
    BiConsumer<Group, Long> add = (group, millis) -> group.add("at", millis);
    long last = Long.MAX_VALUE / 1000;
    assertThat(rows(write(schema, List.of(last, -last), add))).hasSize(2);
    assertRefused(
        write(schema, List.of(0L, last + 1), add),
        "row 2, column 'at': 9223372036854776 milliseconds since 1970 is out of the range of a timestamp; leave it out");
  }

  private static Binary int96(long nanosOfDay) {
    return int96(2_440_588, nanosOfDay);
  }

  private static Binary int96(int day, long nanosOfDay) {
    return Binary.fromConstantByteArray(
        ByteBuffer.allocate(12)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(nanosOfDay)
            .putInt(day)
            .array());
  }

  /** Of two equal keys a map kept the last. */
  @Test
  void keyThatStandsTwiceInAMapIsRefused() throws IOException {
    String schema =
        "message m { optional group m (MAP) { repeated group key_value { required int32 key; optional int32 value; } } }";
    BiConsumer<Group, Long> add =
        (group, key) -> {
          Group map = group.addGroup("m");
          map.addGroup("key_value").append("key", 7).append("value", 1);
          map.addGroup("key_value").append("key", key.intValue()).append("value", 2);
        };
    assertThat(rows(write(schema, List.of(8L), add))).containsExactly("{m={7=1, 8=2}}");
    assertRefused(
        write(schema, List.of(8L, 7L), add),
        "row 2, column 'm': the key 7 stands twice in a map, which has each key once");
  }

  /** Floats of 16 bits came in as two bytes each. */
  @Test
  void floatsOf16BitsAreFloats() throws IOException {
    List<Long> halves =
        List.of(
            0x3C00L, 0xC000L, 0x0000L, 0x8000L, 0x0001L, 0x03FFL, 0x0400L, 0x7BFFL, 0x3555L,
            0x7C00L, 0xFC00L, 0x7E00L);
    Path file =
        write(
            "message m { optional fixed_len_byte_array(2) h (FLOAT16); }",
            halves,
            (group, half) ->
                group.add(
                    "h",
                    Binary.fromConstantByteArray(
                        new byte[] {half.byteValue(), (byte) (half >> 8)})));
    List<Float> floats = new ArrayList<>();
    try (Rows rows = ParquetFile.open(file).rows()) {
      while (rows.next()) {
        floats.add(rows.getFloat(0));
      }
    }
    assertThat(floats)
        .containsExactly(
            1f,
            -2f,
            0f,
            -0f,
            5.9604645e-8f,
            6.097555e-5f,
            6.1035156e-5f,
            65504f,
            0.33325195f,
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            Float.NaN);
  }

  /** Files that protobuf writers made say 0 in the footer; DuckDB and Arrow read their rows. */
  @Test
  void fileWhoseFooterCountsNoRowsHasThoseOfItsRowGroups() throws IOException {
    Path file =
        write(
            "message m { repeated int32 n; }",
            List.of(1L, 2L, 3L),
            (group, n) -> group.append("n", n.intValue()).append("n", 0));
    recount(file, 0);
    assertThat(rows(file)).containsExactly("{n=[1, 0]}", "{n=[2, 0]}", "{n=[3, 0]}");
    assertThat(ParquetFile.open(file).rowCount()).isEqualTo(3);
    recount(file, 4);
    assertThatThrownBy(() -> ParquetFile.open(file))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("it claims 4 rows and has 3");
  }

  private static void recount(Path file, long rows) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int end = bytes.length - 8;
    int length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(end);
    FileMetaData footer =
        Util.readFileMetaData(new ByteArrayInputStream(bytes, end - length, length));
    footer.setNum_rows(rows);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, end - length);
    Util.writeFileMetaData(footer, out);
    int newLength = out.size() - (end - length);
    out.write(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(newLength).array());
    out.write(Arrays.copyOfRange(bytes, bytes.length - 4, bytes.length));
    Files.write(file, out.toByteArray());
  }

  private void assertRefused(Path file, String message) {
    assertThatThrownBy(() -> rows(file))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(file + ", " + message);
  }

  private static List<String> rows(Path file) {
    List<String> rows = new ArrayList<>();
    try (Rows reader = ParquetFile.open(file).rows()) {
      while (reader.next()) {
        rows.add("{%s=%s}".formatted(reader.type().field(0).name(), reader.get(0)));
      }
    }
    return rows;
  }

  private Path write(String schema, List<Long> values, BiConsumer<Group, Long> add)
      throws IOException {
    MessageType type = MessageTypeParser.parseMessageType(schema);
    List<Group> groups = new ArrayList<>();
    for (Long value : values) {
      SimpleGroup group = new SimpleGroup(type);
      add.accept(group, value);
      groups.add(group);
    }
    Path file = Files.createTempDirectory(folder, "p").resolve("t.parquet");
    ParquetJava.write(
        file, type, groups, new ParquetJava.Style(WriterVersion.PARQUET_1_0, false, false, 1_000));
    return file;
  }
}
