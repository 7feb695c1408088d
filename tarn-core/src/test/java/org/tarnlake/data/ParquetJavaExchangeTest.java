package org.tarnlake.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.data.ParquetJava.Style;
import org.tarnlake.data.build.RowBuffer;
import org.tarnlake.data.read.DataFile;
import org.tarnlake.data.write.DataFileWriter;
import org.tarnlake.schema.StructType;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.local.LocalStore;
import org.tarnlake.testing.Seeds;

/**
 * Files go to parquet-java and back, in all its encodings: it reads one of ours and writes what it
 * read, which we read. A value that either side gets wrong does not come back as it went.
 */
class ParquetJavaExchangeTest {
  @TempDir Path folder;

  @Test
  void randomRowsComeBackFromParquetJavaInEveryEncoding() throws Exception {
    try (ObjectStore store = LocalStore.open(folder)) {
      Seeds.run(
          40,
          random -> {
            RandomRows generator = new RandomRows(random);
            StructType type = generator.table(1 + random.nextInt(5), 3);
            int variety = random.nextBoolean() ? 20 : 100_000;
            List<String> expected = new ArrayList<>();
            RowBuffer buffer = new RowBuffer(type);
            int count = 1 + random.nextInt(2_000);
            for (int i = 0; i < count; i++) {
              Object[] row = generator.row(type, variety);
              expected.add(i + ": " + TestFiles.text(type, row));
              buffer.append(row);
            }
            String ours = "ours-" + random.nextLong();
            String theirs = "theirs-" + random.nextLong();
            var layout = new DataFileWriter.Layout(20 + random.nextInt(500), 1_500);
            TestFiles.write(store, ours, layout, buffer.toBatch());
            List<Group> records = ParquetJava.read(folder.resolve(ours));
            MessageType schema = (MessageType) records.get(0).getType();
            Style style =
                new Style(
                    random.nextBoolean() ? WriterVersion.PARQUET_1_0 : WriterVersion.PARQUET_2_0,
                    random.nextBoolean(),
                    random.nextBoolean(),
                    20 + random.nextInt(500));
            ParquetJava.write(folder.resolve(theirs), schema, records, style);
            assertThat(TestFiles.read(store, theirs, type)).as("%s", style).isEqualTo(expected);
          });
    }
  }

  @Test
  void listsAndTimestampsOfOlderWritersAreRead() throws Exception {
    MessageType schema =
        MessageTypeParser.parseMessageType(
            """
            message old {
              optional int96 time;
              repeated int32 bare;
              optional group direct (LIST) { repeated int32 element; }
              optional group avro (LIST) { repeated group array { optional binary s (STRING); } }
              optional group tuple (LIST) { repeated group tuple_tuple { required int32 t; } }
              optional group pair (LIST) {
                repeated group element { required int32 a; optional int32 b; }
              }
              optional group hive (LIST) { repeated group bag { optional int32 array_element; } }
              optional group map (MAP_KEY_VALUE) {
                repeated group map { required binary key (STRING); optional int32 value; }
              }
            }
            """);
    List<Group> records = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Group record = new SimpleGroup(schema);
      record.add("time", int96(2_440_587 + i, 86_399_999_999_000L));
      record.append("bare", i).append("bare", 10);
      if (i == 1) {
        record.addGroup("direct").append("element", 5).append("element", 6);
        record.addGroup("avro").addGroup("array").append("s", "x");
        record.addGroup("tuple").addGroup("tuple_tuple").append("t", 7);
        record.addGroup("pair").addGroup("element").append("a", 8);
        Group hive = record.addGroup("hive");
        hive.addGroup("bag").append("array_element", 9);
        hive.addGroup("bag");
        record.addGroup("map").addGroup("map").append("key", "k").append("value", 1);
      } else {
        record.addGroup("hive");
      }
      records.add(record);
    }
    Style style = new Style(WriterVersion.PARQUET_1_0, true, false, 100);
    ParquetJava.write(folder.resolve("old"), schema, records, style);
    try (ObjectStore store = LocalStore.open(folder)) {
      DataFile file = TestFiles.open(store, "old");
      assertThat(file.type().text())
          .isEqualTo(
              "struct<time:timestamp,bare:list<int not null> not null,"
                  + "direct:list<int not null>,avro:list<struct<s:string> not null>,"
                  + "tuple:list<struct<t:int not null> not null>,"
                  + "pair:list<struct<a:int not null,b:int> not null>,"
                  + "hive:list<int>,map:map<string,int>>");
      assertThat(TestFiles.read(store, "old", file.type()))
          .containsExactly(
              "0: -1|[0,10]|null|null|null|null|[]|null",
              "1: 86399999999|[1,10]|[5,6]|[{x}]|[{7}]|[{8,null}]|[9,null]|<k=1>");
    }
  }

  private static Binary int96(int julianDay, long nanos) {
    ByteBuffer bytes = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    return Binary.fromConstantByteArray(bytes.putLong(nanos).putInt(julianDay).array());
  }
}
