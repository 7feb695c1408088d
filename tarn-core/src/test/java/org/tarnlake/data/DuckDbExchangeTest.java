package org.tarnlake.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.data.build.RowBuffer;
import org.tarnlake.data.read.DataFile;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.local.LocalStore;
import org.tarnlake.testing.Seeds;

/**
 * Files go to DuckDB and back: it reads one of ours and writes what it read, which we read. A value
 * that either side gets wrong does not come back as it went.
 */
class DuckDbExchangeTest {
  @TempDir Path folder;

  private static final List<String> OPTIONS =
      List.of(
          "COMPRESSION zstd",
          "COMPRESSION snappy",
          "COMPRESSION gzip",
          "COMPRESSION lz4_raw",
          "COMPRESSION uncompressed",
          "COMPRESSION zstd, PARQUET_VERSION V2",
          "COMPRESSION snappy, PARQUET_VERSION V2, ROW_GROUP_SIZE 2048",
          "COMPRESSION uncompressed, PARQUET_VERSION V2, DICTIONARY_SIZE_LIMIT 1");

  @Test
  void randomRowsComeBackFromDuckDbInEveryCodecAndPageVersion() throws Exception {
    try (ObjectStore store = LocalStore.open(folder);
        DuckDb duck = new DuckDb()) {
      Seeds.run(
          48,
          random -> {
            RandomRows generator = new RandomRows(random);
            StructType type = generator.table(1 + random.nextInt(5), 2);
            int variety = random.nextBoolean() ? 20 : 100_000;
            List<String> expected = new ArrayList<>();
            RowBuffer buffer = new RowBuffer(type);
            int count = random.nextInt(random.nextInt(6) == 0 ? 12_000 : 300);
            for (int i = 0; i < count; i++) {
              Object[] row = generator.row(type, variety);
              expected.add(i + ": " + TestFiles.text(type, row));
              buffer.append(row);
            }
            String ours = "ours-" + random.nextLong();
            String theirs = "theirs-" + random.nextLong();
            TestFiles.write(store, ours, buffer.toBatch());
            String options = OPTIONS.get(random.nextInt(OPTIONS.size()));
            duck.execute(
                "COPY (SELECT * FROM read_parquet('%s')) TO '%s' (FORMAT parquet, %s)"
                    .formatted(folder.resolve(ours), folder.resolve(theirs), options));
            assertThat(unsignedZeros(TestFiles.read(store, theirs, type)))
                .as(options)
                .isEqualTo(unsignedZeros(expected));
          });
    }
  }

  /** DuckDB's dictionaries take the two zeros as one value. */
  private static List<String> unsignedZeros(List<String> rows) {
    return rows.stream().map(row -> row.replaceAll("-0\\.0(?!\\d)", "0.0")).toList();
  }

  @Test
  void unsignedAndOtherTypesThatTarnLacksAreReadWider() throws Exception {
    try (ObjectStore store = LocalStore.open(folder);
        DuckDb duck = new DuckDb()) {
      duck.execute(
          """
          COPY (SELECT 255::UTINYINT a, 65535::USMALLINT b, 4294967295::UINTEGER c,
            18446744073709551615::UBIGINT d, TIMESTAMP_MS '1969-12-31 23:59:59.999' e,
            TIMESTAMP_NS '1969-12-31 23:59:59.999999999' f, '[1]'::JSON g)
          TO '%s' (FORMAT parquet)
          """
              .formatted(folder.resolve("wide")));
      DataFile file = TestFiles.open(store, "wide");
      assertThat(file.type().fields())
          .extracting(Field::type)
          .containsExactly(
              DataType.SHORT,
              DataType.INT,
              DataType.LONG,
              DataType.decimal(20, 0),
              DataType.TIMESTAMP_NTZ,
              DataType.TIMESTAMP_NTZ,
              DataType.STRING);
      assertThat(TestFiles.read(store, "wide", file.type()))
          .containsExactly("0: 255|65535|4294967295|18446744073709551615|-1000|-1|[1]");
    }
  }

  @Test
  void typesWidenAsDeltaAllows() throws Exception {
    try (ObjectStore store = LocalStore.open(folder);
        DuckDb duck = new DuckDb()) {
      duck.execute(
          """
          COPY (SELECT -1::TINYINT a, -2::INTEGER b, 0.5::FLOAT c, DATE '1969-12-31' d,
            1.25::DECIMAL(4,2) e, -3::BIGINT f, -12345678901234567.8::DECIMAL(18,1) g)
          TO '%s' (FORMAT parquet)
          """
              .formatted(folder.resolve("narrow")));
      StructType wider =
          new StructType(
              List.of(
                  Field.optional("a", DataType.LONG),
                  Field.optional("b", DataType.DOUBLE),
                  Field.optional("c", DataType.DOUBLE),
                  Field.optional("d", DataType.TIMESTAMP_NTZ),
                  Field.optional("e", DataType.decimal(20, 4)),
                  Field.optional("f", DataType.decimal(22, 2)),
                  Field.optional("g", DataType.decimal(38, 3))));
      assertThat(TestFiles.read(store, "narrow", wider))
          .containsExactly("0: -1|-2.0|0.5|-86400000000|1.2500|-3.00|-12345678901234567.800");
    }
  }
}
