package org.tarnlake.data.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tarnlake.ParquetFile;
import org.tarnlake.Rows;
import org.tarnlake.data.ParquetJava;
import org.tarnlake.data.TestFiles;
import org.tarnlake.data.bytes.Utf8;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.row.Batch;
import org.tarnlake.row.BytesVector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.local.LocalStore;

/**
 * Text of others that is no UTF-8. Each wrong byte became U+FFFD without a word, so that two values
 * became one.
 */
class ForeignTextTest {
  private static final String REMEDY = "; write text as UTF-8, or as a column of bytes";

  @TempDir Path folder;

  private static Binary bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return Binary.fromConstantByteArray(bytes);
  }

  private static Consumer<Group> value(Binary value) {
    return row -> row.add("s", value);
  }

  private Path write(String schema, boolean dictionary, List<Consumer<Group>> rows)
      throws IOException {
    MessageType type = MessageTypeParser.parseMessageType(schema);
    List<Group> groups = new ArrayList<>();
    for (Consumer<Group> row : rows) {
      SimpleGroup group = new SimpleGroup(type);
      row.accept(group);
      groups.add(group);
    }
    Path file = Files.createTempDirectory(folder, "p").resolve("t.parquet");
    ParquetJava.write(
        file,
        type,
        groups,
        new ParquetJava.Style(
            dictionary ? WriterVersion.PARQUET_1_0 : WriterVersion.PARQUET_2_0,
            dictionary,
            false,
            1_000));
    return file;
  }

  private static List<String> rows(Path file) {
    List<String> rows = new ArrayList<>();
    try (Rows reader = ParquetFile.open(file).rows()) {
      while (reader.next()) {
        rows.add(String.valueOf(reader.get(0)));
      }
    }
    return rows;
  }

  private static void assertRefused(Path file, String message) {
    assertThatThrownBy(() -> rows(file))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(file + ", " + message + REMEDY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"STRING", "ENUM", "JSON"})
  void importNamesFileRowColumnAndValue(String type) throws IOException {
    String schema = "message m { optional binary s (%s); }".formatted(type);
    for (boolean dictionary : new boolean[] {true, false}) {
      List<Consumer<Group>> rows = new ArrayList<>();
      for (int i = 0; i < 6_000; i++) {
        rows.add(i % 7 == 3 ? row -> {} : value(Binary.fromString("value ä " + i % 50)));
      }
      assertThat(rows(write(schema, dictionary, rows))).hasSize(6_000);
      rows.set(5_001, value(bytes('Q', 0x80, 'Q')));
      rows.set(5_002, value(bytes('Q', 0x81, 'Q')));
      assertRefused(
          write(schema, dictionary, rows),
          "row 5002, column 's': byte 0x80 is no valid UTF-8 in 'Q\\x80Q'");
    }
  }

  @Test
  void textInListsAndKeysOfMapsIsRefused() throws IOException {
    assertRefused(
        write(
            "message m { repeated binary s (STRING); }",
            true,
            List.of(value(Binary.fromString("a")), value(bytes(0xFF)))),
        "row 1 or one behind, column 's': byte 0xff is no valid UTF-8 in '\\xff'");
    assertRefused(
        write(
            "message m { optional group m (MAP) { repeated group key_value { required binary key (STRING); optional int32 value; } } }",
            false,
            List.of(
                row ->
                    row.addGroup("m").addGroup("key_value").append("key", bytes(0xC3, '-', '"')))),
        "row 1 or one behind, column 'm': byte 0xc3 is no valid UTF-8 in '\\xc3-\"'");
  }

  /** A table's schema says that bytes are text, where the file does not. */
  @Test
  void scanOfATableNamesFileRowAndColumn() throws IOException {
    Path file =
        write(
            "message m { optional binary s; }",
            false,
            List.of(value(Binary.fromString("a")), row -> {}, value(bytes('a', 0xE2, 0x82))));
    assertThat(ParquetFile.open(file).columns().text()).isEqualTo("struct<s:binary>");
    assertThatThrownBy(() -> read(file, DataType.STRING))
        .isInstanceOf(CorruptionException.class)
        .hasMessage(
            "data file t.parquet is corrupt: row 3, column 's': byte 0xe2 is no valid UTF-8 in 'a\\xe2\\x82'");
    assertThat(read(file, DataType.BINARY)).isEqualTo(3);
  }

  /** Scans believe Tarn's own files, which have checksums; imports and the deep check do not. */
  @Test
  void fileThatClaimsToBeTarnsIsNotBelievedByAnImport() throws IOException {
    MemoryStore disk = new MemoryStore();
    StructType columns = new StructType(List.of(Field.optional("s", DataType.STRING)));
    byte[] bytes = {'M', (byte) 0xFC};
    BytesVector values =
        new BytesVector(DataType.STRING, bytes, new int[] {0}, new int[] {2}, 1, null);
    TestFiles.write(disk, "a.parquet", new Batch(columns, List.of(values), 1));
    assertThatThrownBy(() -> read(TestFiles.open(disk, "a.parquet").exact(), DataType.STRING))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("row 1, column 's': byte 0xfc is no valid UTF-8 in 'M\\xfc'" + REMEDY);
  }

  private static long read(Path file, DataType type) throws IOException {
    return read(
        new DataFiles(LocalStore.open(file.getParent()))
            .open(file.getFileName().toString(), Files.size(file)),
        type);
  }

  private static long read(DataFile opened, DataType type) {
    StructType columns = new StructType(List.of(Field.optional("s", type)));
    long rows = 0;
    for (int group = 0; group < opened.rowGroupCount(); group++) {
      try (BatchSource source = opened.read(group, columns, null)) {
        for (Batch batch = source.next(); batch != null; batch = source.next()) {
          rows += batch.rowCount();
        }
      }
    }
    return rows;
  }

  /** What is UTF-8 is what Java makes the same bytes of again. */
  @Test
  void textIsWhatJavaTakesForIt() {
    Random random = new Random(7);
    int[] edges = {
      0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC1, 0xC2, 0xE0, 0xED, 0xEF, 0xF0, 0xF4, 0xF5
    };
    int valid = 0;
    for (int round = 0; round < 200_000; round++) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      for (int i = random.nextInt(8); i > 0; i--) {
        switch (random.nextInt(8)) {
          case 0 -> out.write(edges[random.nextInt(edges.length)]);
          case 1 -> out.writeBytes("ä€😀".getBytes(UTF_8));
          default -> out.writeBytes("plain".substring(random.nextInt(5)).getBytes(UTF_8));
        }
      }
      byte[] bytes = out.toByteArray();
      boolean text =
          Arrays.equals(new String(bytes, UTF_8).getBytes(UTF_8), bytes)
              && new String(bytes, UTF_8).indexOf('\uFFFD') < 0;
      assertThat(Utf8.indexOfInvalid(bytes, 0, bytes.length) < 0)
          .as("%s", (Object) bytes)
          .isEqualTo(text);
      boolean ascii = new String(bytes, UTF_8).chars().allMatch(c -> c < 0x80);
      assertThat(Utf8.isAscii(bytes, 0, bytes.length)).isEqualTo(ascii);
      valid += text && !ascii ? 1 : 0;
    }
    assertThat(valid).isGreaterThan(1_000);
    for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
      if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
        byte[] bytes = Character.toString(point).getBytes(UTF_8);
        if (Utf8.indexOfInvalid(bytes, 0, bytes.length) >= 0) {
          throw new AssertionError("U+" + Integer.toHexString(point));
        }
      }
    }
  }
}
