package org.tarnlake.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.schema.TableName;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.CommitLines;

class LogEntryCodecTest {
  private static final String STAGED = "x/_delta_log/_staged_commits/3.u.json";
  private static final UUID TXN = UUID.fromString("00000000-0000-4000-8000-000000000001");
  private static final UUID LAKE = UUID.fromString("22222222-0000-4000-8000-000000000002");
  private static final String ID = "11111111-0000-4000-8000-000000000001";

  private static LogEntry entry() {
    AddFile add = new AddFile("part-1.parquet", Map.of(), 10, 5, true, "{\"numRecords\":1}");
    return new LogEntry(
        new LogEnd(LAKE, 4_000_000_000L),
        7,
        TXN,
        6,
        1000,
        "snapshot",
        "create, append",
        "Tarn/0.1",
        1,
        List.of(
            new CatalogChange.CreateTable(ID, TableName.parse("sales.orders"), "sales/orders"),
            new CatalogChange.RenameTable("b", TableName.parse("x"), TableName.parse("y")),
            new CatalogChange.DropTable("c", TableName.parse("z")),
            new CatalogChange.AttachTable("d", TableName.parse("v"), "w/v", new CommitMark(12, 1)),
            new CatalogChange.DetachTable("e", TableName.parse("u"), "w/u")),
        List.of(new Sequence("loader", 17)),
        List.of(
            TableCommit.inline(ID, 0, CommitLines.of(List.of(add, add)), true)
                .with(List.of(new CarriedFile("part-1.parquet", new byte[] {0, 127, -1}))),
            TableCommit.staged("b", 3, STAGED, CommitLines.of(List.of(add)), false)));
  }

  @Test
  void anEntryIsWrittenAsTheFormatSays() {
    assertThat(new String(LogEntryCodec.encode(entry()), StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {"lakeCommit":{"formatVersion":1,"lakeVersion":7,"txnId":"00000000-0000-4000-8000-000000000001","lakeId":"22222222-0000-4000-8000-000000000002","previousCrc32c":4000000000,"readVersion":6,"timestamp":1000,"isolation":"snapshot","operation":"create, append","writer":"Tarn/0.1","transactions":1}}
            {"createTable":{"tableId":"11111111-0000-4000-8000-000000000001","name":["sales","orders"],"location":"sales/orders"}}
            {"renameTable":{"tableId":"b","from":["x"],"to":["y"]}}
            {"dropTable":{"tableId":"c","name":["z"]}}
            {"attachTable":{"tableId":"d","name":["v"],"location":"w/v","version":12,"crc32c":1}}
            {"detachTable":{"tableId":"e","name":["u"],"location":"w/u"}}
            {"sequence":{"application":"loader","number":17}}
            {"tableCommit":{"tableId":"11111111-0000-4000-8000-000000000001","version":0,"lines":2,"metadata":true}}
            {"add":{"path":"part-1.parquet","partitionValues":{},"size":10,"modificationTime":5,"dataChange":true,"stats":"{\\"numRecords\\":1}"}}
            {"add":{"path":"part-1.parquet","partitionValues":{},"size":10,"modificationTime":5,"dataChange":true,"stats":"{\\"numRecords\\":1}"}}
            {"file":{"path":"part-1.parquet","content":"AH//"}}
            {"tableCommit":{"tableId":"b","version":3,"lines":1,"staged":"x/_delta_log/_staged_commits/3.u.json","crc32c":2378492221}}
            {"end":{"lines":12,"crc32c":%d}}
            """
                .formatted(crc(LogEntryCodec.encode(entry()))));
  }

  private static long crc(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
    crc.update(bytes, 0, text.indexOf("{\"end\""));
    return crc.getValue();
  }

  @Test
  void anEntryReadsBackAsItWas() {
    LogEntry read = LogEntryCodec.decode(7, LogEntryCodec.encode(entry()));
    assertThat(LogEntryCodec.encode(read)).isEqualTo(LogEntryCodec.encode(entry()));
    assertThat(read.changes()).isEqualTo(entry().changes());
    assertThat(read.sequences()).containsExactly(new Sequence("loader", 17));
    assertThat(read.tableCommits().get(0).lines().actions("x", 1)).hasSize(2);
    assertThat(read.tableCommits().get(0).files()).isEqualTo(entry().tableCommits().get(0).files());
  }

  @Test
  void everyFlippedBitIsNoticed() {
    byte[] good = LogEntryCodec.encode(entry());
    for (int bit = 0; bit < good.length * 8; bit++) {
      byte[] bad = good.clone();
      bad[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThatThrownBy(() -> LogEntryCodec.decode(7, bad))
          .as("bit %d", bit)
          .isInstanceOf(CorruptionException.class)
          .hasMessageContaining("_tarn/log/00000000000000000007.json");
    }
  }

  @Test
  void everyCutIsNoticed() {
    byte[] good = LogEntryCodec.encode(entry());
    for (int length = 0; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      assertThatThrownBy(() -> LogEntryCodec.decode(7, cut))
          .as("cut to %d bytes", length)
          .isInstanceOf(CorruptionException.class);
    }
  }

  @Test
  void anEntryUnderAnotherNameIsCorrupt() {
    assertThatThrownBy(() -> LogEntryCodec.decode(8, LogEntryCodec.encode(entry())))
        .isInstanceOf(CorruptionException.class)
        .hasMessage(
            "_tarn/log/00000000000000000008.json, line 1: it says lake version 7; run 'tarn check'");
  }

  @Test
  void aNewerFormatIsRefusedByNameAndUnknownFieldsAreIgnored() {
    byte[] newer = closed("{\"lakeCommit\":{\"formatVersion\":2}}\n");
    assertThatThrownBy(() -> LogEntryCodec.decode(1, newer))
        .isInstanceOf(UnsupportedTableException.class)
        .hasMessageContaining("is of format 2, newer than the format 1");
    String first =
        "{\"lakeCommit\":{\"formatVersion\":1,\"lakeVersion\":1,\"txnId\":\"%s\",\"lakeId\":\"%s\",\"readVersion\":0,\"timestamp\":1,\"isolation\":\"snapshot\",\"operation\":\"\",\"writer\":\"\",\"mood\":[1,{}]}}\n"
            .formatted(TXN, LAKE);
    assertThat(LogEntryCodec.decode(1, closed(first)).txnId()).isEqualTo(TXN);
    assertThatThrownBy(() -> LogEntryCodec.decode(1, closed(first + "{\"grantTable\":{}}\n")))
        .isInstanceOf(UnsupportedTableException.class)
        .hasMessageContaining("line 2: the line type 'grantTable' is not known");
  }

  /** Publication writes such a file into its table's folder. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "../b/part-1.parquet",
        "/part-1.parquet",
        "_delta_log/00000000000000000009.json",
        "_delta_log/x.parquet",
        "_last_checkpoint",
        "_change_data/x.bin",
        "_change_data/../_delta_log/x.parquet",
        "_change_data/_delta_log/x.parquet",
        "..",
        ""
      })
  void aFileThatIsNoneOfItsTableIsRefused(String path) {
    assertThatThrownBy(
            () -> LogEntryCodec.decode(7, closed(body().replace("part-1.parquet", path))))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("_tarn/log/00000000000000000007.json, line ")
        .hasMessageContaining("'" + path + "'");
  }

  @Test
  void aFileOfChangesIsOneOfItsTable() {
    String path = "_change_data/cdc-1.parquet";
    LogEntry read = LogEntryCodec.decode(7, closed(body().replace("part-1.parquet", path)));
    assertThat(read.tableCommits().get(0).file(path)).isNotNull();
  }

  @Test
  void aFileThatIsThereTwiceIsRefused() {
    String file = body().lines().filter(line -> line.startsWith("{\"file\"")).findFirst().get();
    String twice = body().replace(file, file + "\n" + file);
    assertThat(LogEntryCodec.decode(7, closed(body())).tableCommits().get(0).files()).hasSize(1);
    assertThatThrownBy(() -> LogEntryCodec.decode(7, closed(twice)))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("file 'part-1.parquet' is there twice");
  }

  /** Without its last line. */
  private static String body() {
    String text = new String(LogEntryCodec.encode(entry()), StandardCharsets.UTF_8);
    return text.substring(0, text.lastIndexOf("{\"end\""));
  }

  private static byte[] closed(String body) {
    java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
    crc.update(body.getBytes(StandardCharsets.UTF_8));
    return "%s{\"end\":{\"lines\":%d,\"crc32c\":%d}}\n"
        .formatted(body, body.lines().count(), crc.getValue())
        .getBytes(StandardCharsets.UTF_8);
  }
}
