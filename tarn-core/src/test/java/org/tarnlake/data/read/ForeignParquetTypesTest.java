package org.tarnlake.data.read;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.parquet.format.BsonType;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnCryptoMetaData;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.DecimalType;
import org.apache.parquet.format.EncryptionWithColumnKey;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.GeometryType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Util;
import org.apache.parquet.format.VariantType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.ParquetFile;
import org.tarnlake.Rows;
import org.tarnlake.data.DuckDb;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.predicate.BoundPredicate;
import org.tarnlake.predicate.Predicate;
import org.tarnlake.row.Batch;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;
import org.tarnlake.store.local.LocalStore;

/**
 * Parquet has types that Delta has not. A TIME came in as the number of its microseconds, an
 * INTERVAL and a UUID as bytes: other values than those that were meant.
 */
class ForeignParquetTypesTest {
  @TempDir Path folder;

  private Path write(String select) throws Exception {
    Path file = Files.createTempDirectory(folder, "p").resolve("t.parquet");
    try (DuckDb duck = new DuckDb()) {
      duck.execute("COPY (" + select + ") TO '" + file + "' (FORMAT parquet)");
    }
    return file;
  }

  private static List<String> rows(Path file) {
    List<String> rows = new ArrayList<>();
    try (Rows reader = ParquetFile.open(file).rows()) {
      while (reader.next()) {
        List<String> values = new ArrayList<>();
        for (int c = 0; c < reader.type().size(); c++) {
          values.add(String.valueOf(reader.get(c)));
        }
        rows.add(String.join("|", values));
      }
    }
    return rows;
  }

  private static void assertRefused(Path file, String column, String type) {
    assertThatThrownBy(() -> ParquetFile.open(file))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "%s: column '%s' is %s, which no column of a table can be; convert it, for instance to text, or leave it out"
                .formatted(file, column, type));
  }

  @Test
  void uuidsAreStrings() throws Exception {
    Path file =
        write(
            "SELECT id, [id] AS list, {'u': id} AS s FROM (VALUES "
                + "(uuid '00112233-4455-6677-8899-aabbccddeeff'), (NULL), "
                + "(uuid 'ffffffff-ffff-ffff-ffff-ffffffffffff')) t(id)");
    assertThat(ParquetFile.open(file).columns().text())
        .isEqualTo("struct<id:string,list:list<string>,s:struct<u:string>>");
    assertThat(rows(file))
        .containsExactly(
            "00112233-4455-6677-8899-aabbccddeeff|[00112233-4455-6677-8899-aabbccddeeff]|{u=00112233-4455-6677-8899-aabbccddeeff}",
            "null|[null]|{u=null}",
            "ffffffff-ffff-ffff-ffff-ffffffffffff|[ffffffff-ffff-ffff-ffff-ffffffffffff]|{u=ffffffff-ffff-ffff-ffff-ffffffffffff}");
    try (DuckDb duck = new DuckDb()) {
      assertThat(duck.query("SELECT id::VARCHAR FROM '" + file + "' WHERE id IS NOT NULL"))
          .containsExactly(
              "00112233-4455-6677-8899-aabbccddeeff", "ffffffff-ffff-ffff-ffff-ffffffffffff");
    }
  }

  /** More than a page and a dictionary of them; bounds of bytes are none of text. */
  @Test
  void manyUuidsAreFoundByTheirText() throws Exception {
    Path file =
        write(
            "SELECT ('30303030-3030-3030-3030-' || lpad((i % 20000)::VARCHAR, 12, '0'))::UUID AS id FROM range(50000) t(i)");
    StructType columns = new StructType(List.of(Field.optional("id", DataType.STRING)));
    BoundPredicate one =
        Predicate.parse("id = '30303030-3030-3030-3030-000000000777'").bind(columns);
    DataFile opened = open(file);
    long found = 0;
    for (int group : opened.rowGroups(columns, one)) {
      try (BatchSource source = opened.read(group, columns, one)) {
        for (Batch batch = source.next(); batch != null; batch = source.next()) {
          found += one.evaluate(batch).count();
        }
      }
    }
    assertThat(found).isEqualTo(3);
  }

  private static DataFile open(Path file) throws Exception {
    return new DataFiles(LocalStore.open(file.getParent()))
        .open(file.getFileName().toString(), Files.size(file));
  }

  @Test
  void timesAndIntervalsAreRefused() throws Exception {
    assertRefused(write("SELECT 1 AS n, time '12:34:56' AS at"), "at", "TIME");
    assertRefused(write("SELECT timetz '12:34:56+02' AS at"), "at", "TIME");
    assertRefused(write("SELECT interval 3 days AS i"), "i", "INTERVAL");
    assertRefused(write("SELECT {'a': [time '12:34:56']} AS s"), "s.a.element", "TIME");
    assertThat(rows(write("SELECT time '12:34:56'::VARCHAR AS at"))).containsExactly("12:34:56");
  }

  @Test
  void whatDuckDbWritesOtherwiseHasATypeOfDeltas() throws Exception {
    assertThat(
            rows(
                write(
                    "SELECT 'a'::ENUM ('a', 'b') AS e, '{\"x\":1}'::JSON AS j, 255::UTINYINT AS u1, 65535::USMALLINT AS u2, 4294967295::UINTEGER AS u4, 18446744073709551615::UBIGINT AS u8, timestamptz '2024-05-01 10:00:00+00' AS t, date '0001-01-01' AS d")))
        .containsExactly(
            "a|{\"x\":1}|255|65535|4294967295|18446744073709551615|2024-05-01T10:00:00Z|0001-01-01");
  }

  @Test
  void typesThatDuckDbDoesNotWriteAreRefusedToo() throws Exception {
    Path geometry = write("SELECT 'x'::BLOB AS g");
    annotate(geometry, e -> e.setLogicalType(LogicalType.GEOMETRY(new GeometryType())));
    assertRefused(geometry, "g", "GEOMETRY");
    Path old = write("SELECT 1::INTEGER AS at");
    annotate(old, e -> e.setConverted_type(ConvertedType.TIME_MILLIS));
    assertRefused(old, "at", "TIME");
    Path variant = write("SELECT {'metadata': 'x'::BLOB, 'value': 'y'::BLOB} AS v");
    annotate(variant, e -> e.setLogicalType(LogicalType.VARIANT(new VariantType())));
    assertRefused(variant, "v", "VARIANT");
    Path newer = write("SELECT 'x'::BLOB AS n");
    annotate(newer, e -> e.setLogicalType(LogicalType.BSON(new BsonType())));
    assertThat(rows(newer)).as("bytes, as in Spark and DuckDB").hasSize(1);
    // The annotation's number becomes 40, which the format has not given yet.
    String footer = new String(footer(newer), ISO_8859_1);
    assertThat(footer).containsOnlyOnce("\u00DC\0\0");
    replaceFooter(newer, footer.replace("\u00DC\0\0", "\f\u0050\0\0").getBytes(ISO_8859_1));
    assertRefused(newer, "n", "type of a newer version of the format");
  }

  /** Such a file is whole: whoever looks for damage would look in vain. */
  @Test
  void whatIsNotSupportedIsNotCalledCorrupt() throws Exception {
    Path wide = write("SELECT 'x'::BLOB AS d, 7 AS n");
    annotate(wide, e -> e.setLogicalType(LogicalType.DECIMAL(new DecimalType(0, 77))));
    assertRefused(wide, "d", "DECIMAL(77,0)");
    assertThat(read(wide, Field.optional("n", DataType.INT))).isEqualTo(7);
    Path older = write("SELECT 'x'::BLOB AS d");
    annotate(older, e -> e.setConverted_type(ConvertedType.DECIMAL).setPrecision(39).setScale(2));
    assertRefused(older, "d", "DECIMAL(39,2)");

    Path empty = write("SELECT {'a': {'b': 1}} AS s");
    change(
        empty,
        footer -> {
          footer.getSchema().remove(3);
          footer.getSchema().get(2).setNum_children(0);
        });
    assertUnsupported(empty, "column 's.a' is a group without fields, which Delta has no type for");
    Path cases = write("SELECT 1 AS n, 2 AS m");
    change(cases, footer -> footer.getSchema().get(2).setName("N"));
    assertUnsupported(cases, "column 'N' appears twice; names must differ by more than case");
    Path encrypted = write("SELECT 1 AS n");
    change(
        encrypted,
        footer -> {
          ColumnChunk chunk = footer.getRow_groups().get(0).getColumns().get(0);
          chunk.unsetMeta_data();
          chunk.setCrypto_metadata(
              ColumnCryptoMetaData.ENCRYPTION_WITH_COLUMN_KEY(
                  new EncryptionWithColumnKey(List.of("n"))));
        });
    assertUnsupported(encrypted, "it has an encrypted column, which Tarn cannot read");
  }

  private static void assertUnsupported(Path file, String message) {
    assertThatThrownBy(() -> ParquetFile.open(file))
        .isInstanceOf(UnsupportedTableException.class)
        .hasMessage("data file t.parquet: " + message);
  }

  /** Changes what the footer says of the first column. */
  private static void annotate(Path file, Consumer<SchemaElement> change) throws Exception {
    change(
        file,
        footer -> {
          SchemaElement first = footer.getSchema().get(1);
          first.unsetConverted_type();
          change.accept(first);
        });
  }

  private static void change(Path file, Consumer<FileMetaData> change) throws Exception {
    FileMetaData footer = Util.readFileMetaData(new ByteArrayInputStream(footer(file)));
    change.accept(footer);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Util.writeFileMetaData(footer, out);
    replaceFooter(file, out.toByteArray());
  }

  private static byte[] footer(Path file) throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    int end = bytes.length - 8;
    int length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(end);
    return Arrays.copyOfRange(bytes, end - length, end);
  }

  private static void replaceFooter(Path file, byte[] footer) throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    int start = bytes.length - 8 - footer(file).length;
    ByteBuffer changed = ByteBuffer.allocate(start + footer.length + 8);
    changed.order(ByteOrder.LITTLE_ENDIAN).put(bytes, 0, start).put(footer).putInt(footer.length);
    Files.write(file, changed.put(bytes, bytes.length - 4, 4).array());
  }

  /**
   * In the files of a table whose schema says otherwise, such a column is not taken for numbers.
   */
  @Test
  void aTablesFileIsReadButForSuchColumns() throws Exception {
    Path file = write("SELECT 7::BIGINT AS n, time '12:34:56' AS at, interval 3 days AS i");
    assertThat(read(file, Field.optional("n", DataType.LONG))).isEqualTo(7L);
    assertThat(read(file, Field.optional("i", DataType.BINARY)))
        .isEqualTo(new byte[] {0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0});
    assertThatThrownBy(() -> read(file, Field.optional("at", DataType.LONG)))
        .isInstanceOf(UnsupportedTableException.class)
        .hasMessage(
            "data file t.parquet: column 'at' is TIME, which Delta has no type for, and cannot be read as long; have it written as another type");
    Path uuid = write("SELECT uuid '00112233-4455-6677-8899-aabbccddeeff' AS id");
    assertThat((byte[]) read(uuid, Field.optional("id", DataType.BINARY))).hasSize(16);
  }

  private static Object read(Path file, Field field) throws Exception {
    StructType columns = new StructType(List.of(field));
    try (BatchSource source = open(file).read(0, columns, null)) {
      Batch batch = source.next();
      return batch == null ? "nothing" : batch.vector(0).valueAt(0);
    }
  }
}
