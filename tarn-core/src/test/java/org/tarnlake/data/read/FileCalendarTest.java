package org.tarnlake.data.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.data.ParquetJava;
import org.tarnlake.data.ParquetJava.Style;
import org.tarnlake.data.TestFiles;
import org.tarnlake.predicate.BoundPredicate;
import org.tarnlake.predicate.Predicate;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.local.LocalStore;

/**
 * Spark before 3.0, and later ones in LEGACY mode, count days before 1582-10-15 in the Julian
 * calendar and say so in the footer. Read as they stand, 0001-01-01 was 0000-12-30.
 */
class FileCalendarTest {
  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          """
          message m {
            optional int32 day (DATE);
            optional int64 at (TIMESTAMP_MICROS);
            optional int96 nanos;
            optional int64 local (TIMESTAMP(MICROS, false));
          }
          """);

  private static final long MICROS_PER_DAY = 86_400_000_000L;

  /** 0001-01-01, 1582-10-04, 1582-10-15 and a leap day that the new calendar lacks. */
  private static final List<Integer> OLD_DAYS = List.of(-719_164, -141_428, -141_427, -354_221);

  @TempDir Path folder;

  private List<String> read(String filter, Map<String, String> properties) throws Exception {
    List<Group> records = OLD_DAYS.stream().map(FileCalendarTest::record).toList();
    Style style = new Style(WriterVersion.PARQUET_1_0, true, false, 100);
    Files.deleteIfExists(folder.resolve("old"));
    ParquetJava.write(folder.resolve("old"), SCHEMA, records, style, properties);
    try (ObjectStore store = LocalStore.open(folder)) {
      DataFile file = TestFiles.open(store, "old");
      BoundPredicate bound = filter.isEmpty() ? null : Predicate.parse(filter).bind(file.type());
      return TestFiles.read(file, file.type(), bound);
    }
  }

  private static Group record(int day) {
    Group record = new SimpleGroup(SCHEMA);
    long micros = day * MICROS_PER_DAY + 1;
    record.append("day", day).append("at", micros).append("local", micros);
    ByteBuffer nanos = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    nanos.putLong(1_000).putInt(2_440_588 + day).flip();
    record.add("nanos", Binary.fromConstantByteArray(nanos.array()));
    return record;
  }

  @Test
  void daysOfTheOldCalendarAreTheOnesThatTheirWriterMeant() throws Exception {
    assertThat(read("", Map.of("org.apache.spark.version", "2.4.8")))
        .containsExactly(
            "0: -719162|-62135596799999999|-62135596799999999|-62135769599999999",
            "1: -141438|-12220243199999999|-12220243199999999|-12219379199999999",
            "2: -141427|-12219292799999999|-12219292799999999|-12219292799999999",
            "3: -354226|-30605126399999999|-30605126399999999|-30604694399999999");
  }

  @Test
  void eachFlagStandsForItsOwnColumns() throws Exception {
    String version = "org.apache.spark.version";
    assertThat(read("", Map.of(version, "4.2.0", "org.apache.spark.legacyDateTime", "")))
        .contains("0: -719162|-62135596799999999|-62135769599999999|-62135769599999999");
    assertThat(read("", Map.of(version, "4.2.0", "org.apache.spark.legacyINT96", "")))
        .contains("0: -719164|-62135769599999999|-62135596799999999|-62135769599999999");
    assertThat(read("", Map.of(version, "3.0.3")))
        .contains("0: -719164|-62135769599999999|-62135596799999999|-62135769599999999");
    assertThat(read("", Map.of()))
        .contains("0: -719164|-62135769599999999|-62135769599999999|-62135769599999999");
  }

  @Test
  void timestampIsTakenApartInTheZoneOfItsWriter() throws Exception {
    // 1582-10-15T00:00:00Z is the evening of the day before in Honolulu, which was 1582-10-04.
    assertThat(
            read(
                "",
                Map.of(
                    "org.apache.spark.version",
                    "4.2.0",
                    "org.apache.spark.legacyDateTime",
                    "",
                    "org.apache.spark.timeZone",
                    "-10:00")))
        .contains("2: -141427|-12220156799999999|-12219292799999999|-12219292799999999");
  }

  @Test
  void statisticsInTheOldCalendarSkipNothing() throws Exception {
    assertThat(read("day < DATE '0001-01-02'", Map.of("org.apache.spark.version", "2.4.8")))
        .hasSize(4);
  }
}
