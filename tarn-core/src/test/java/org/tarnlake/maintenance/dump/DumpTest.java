package org.tarnlake.maintenance.dump;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.Dump;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.maintenance.check.DamagedLake;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.local.LocalStore;

/** Every file of a lake can be shown, damaged or not. */
class DumpTest {
  private static final String ENTRY = "_tarn/log/00000000000000000001.json";
  private static final String BODY =
      """
      {"lakeCommit":{"formatVersion":1,"lakeVersion":1,"timestamp":1700000000123}}
      {"createTable":{"tableId":"x","name":["sales","orders"],"location":"sales/orders"}}
      {"tableCommit":{"tableId":"x","version":0,"lines":1}}
      {"add":{"path":"a.parquet","stats":"{\\"numRecords\\":2}"}}
      """;

  private final MemoryStore store = new MemoryStore();
  private @TempDir Path folder;

  private String dump(String name, String content) {
    store.put(name, content.getBytes(UTF_8));
    return dump(name);
  }

  private String dump(String name) {
    List<String> lines = new ArrayList<>();
    Dump.object(store, name, lines::add);
    return String.join("\n", lines) + "\n";
  }

  @Test
  void aLogEntry() {
    assertThat(dump(ENTRY, DamagedLake.seal(BODY)))
        .isEqualTo(
            """
            _tarn/log/00000000000000000001.json: log entry, 313 bytes

            line 1: lakeCommit
              formatVersion  1
              lakeVersion    1
              timestamp      1700000000123  (2023-11-14T22:13:20.123Z)

            line 2: createTable
              tableId   x
              name      ["sales","orders"]
              location  sales/orders

            line 3: tableCommit
              tableId  x
              version  0
              lines    1

              line 4: add
                path   a.parquet
                stats
                  numRecords  2

            sound: 4 lines, as its end line says, with the checksum that it says
            """);
  }

  @Test
  void aLogEntryThatIsCutOffIsShownAsFarAsItGoes() {
    assertThat(dump(ENTRY, BODY.substring(0, BODY.indexOf("\"location")) + "\u001b[1m"))
        .endsWith(
            """

            line 2: NOT JSON: this is no JSON (character 58 of the line)
              {"createTable":{"tableId":"x","name":["sales","orders"],\\u001b[1m

            DAMAGED, line 2: it is cut off: its last line is no end line
            """);
  }

  @Test
  void anAlteredLogEntryIsTold() {
    String altered = DamagedLake.seal(BODY).replace("orders\"}}", "0rders\"}}");
    assertThat(dump(ENTRY, altered))
        .contains("location  sales/0rders")
        .containsPattern(
            "\nDAMAGED: it was altered: its bytes have the checksum \\d+, but its end line says \\d+\n$");
  }

  @Test
  void aLakeCheckpoint() {
    String body = "{\"lakeCheckpoint\":{\"lakeVersion\":64}}\n{\"table\":{\"location\":\"a\"}}\n";
    assertThat(dump("anywhere.json", DamagedLake.seal(body)))
        .isEqualTo(
            """
            anywhere.json: lake checkpoint, 105 bytes

            line 1: lakeCheckpoint
              lakeVersion  64

            line 2: table
              location  a

            sound: 2 lines, as its end line says, with the checksum that it says
            """);
  }

  @Test
  void aDeltaCommitWithItsSchemaUnfolded() {
    String schema =
        "{\\\"type\\\":\\\"struct\\\",\\\"fields\\\":[{\\\"name\\\":\\\"id\\\",\\\"type\\\":\\\"long\\\",\\\"nullable\\\":false,\\\"metadata\\\":{\\\"comment\\\":\\\"key\\\"}},{\\\"name\\\":\\\"tags\\\",\\\"type\\\":{\\\"type\\\":\\\"array\\\",\\\"elementType\\\":\\\"string\\\",\\\"containsNull\\\":true},\\\"nullable\\\":true,\\\"metadata\\\":{}}]}";
    assertThat(
            dump(
                "t/_delta_log/00000000000000000000.json",
                "{\"metaData\":{\"id\":\"x\",\"schemaString\":\""
                    + schema
                    + "\",\"partitionColumns\":[]}}\n{\"txn\":5}\n"))
        .isEqualTo(
            """
            t/_delta_log/00000000000000000000.json: Delta commit, 331 bytes

            line 1: metaData
              id                x
              schemaString
                id    long not null {"comment":"key"}
                tags  list<string>
              partitionColumns  []

            line 2: txn
              value  5
            """);
  }

  @Test
  void theSmallFiles() {
    assertThat(dump("_tarn/lake.json", "{\"formatVersion\":1,\"createdTime\":0}\n"))
        .isEqualTo(
            """
            _tarn/lake.json: identity of the lake, 36 bytes

            formatVersion  1
            createdTime    0  (1970-01-01T00:00:00Z)
            """);
    assertThat(dump("_tarn/log/_last_checkpoint", "{\"lakeVersion\":64}"))
        .startsWith("_tarn/log/_last_checkpoint: hint of the newest checkpoint, 18 bytes\n");
    assertThat(
            dump(
                "t/_delta_log/00000000000000000000.crc",
                "{\"numFiles\":1,\"allFiles\":[{\"path\":\"a\"},{}]}"))
        .isEqualTo(
            """
            t/_delta_log/00000000000000000000.crc: version checksum, 43 bytes

            numFiles  1
            allFiles
              -
                path  a
              - {}
            """);
  }

  @Test
  void aDataFile() throws IOException {
    String commit = DamagedLake.in(store).text(DamagedLake.commit(DamagedLake.USERS, 0));
    String file = "users/" + commit.replaceFirst("(?s).*\"path\":\"([^\"]+)\".*", "$1");
    assertThat(dump(file))
        .startsWith(file + ": data file, ")
        .containsPattern(
            "\nwritten by  tarn version 0.1.0\nfooter      CRC-32C [0-9a-f]{8}\nrows        2\n")
        .contains("\ncolumns\n  id    long not null\n  name  string\n")
        .containsPattern("\nrow group 0: 2 rows, \\d+ bytes\n  column +stored as +codec ")
        .containsPattern("\n  id +INT64 .* 0 +1 +2\n  name +BYTE_ARRAY .* 1 +Ada +Ada\n")
        .endsWith("\nfirst rows\n  id  name\n  1   Ada\n  2   null\n");
  }

  @Test
  void aDamagedDataFileIsShownAsFarAsItGoes() throws IOException {
    String file = DamagedLake.in(store).dataFile("users");
    byte[] bytes = store.get(file);
    bytes[40]++;
    store.put(file, bytes);
    assertThat(dump(file)).contains("\ncolumns\n").contains("\nDAMAGED: data file " + file);
    bytes[bytes.length - 1]++;
    store.put(file, bytes);
    assertThat(dump(file))
        .isEqualTo(
            "%s: data file, %d bytes\n\nDAMAGED: data file %s is corrupt: it does not end as a Parquet file does\n"
                .formatted(file, bytes.length, file));
  }

  @Test
  void whatIsNoFileOfALakeIsRefused() {
    assertThatThrownBy(() -> dump("a.bin", "\0\1\2"))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("a.bin is no file of a lake that can be shown: neither JSON nor Parquet");
    assertThatThrownBy(() -> dump("none"))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("there is no none in memory");
    assertThatThrownBy(() -> Dump.file(folder, line -> {}))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("is no file; name one of a lake");
  }

  @Test
  void everyFileOfALakeIsShown() throws IOException {
    DamagedLake lake = DamagedLake.in(LocalStore.open(folder));
    lake.growTo(66);
    for (ObjectInfo object : lake.store().list("", "")) {
      List<String> lines = new ArrayList<>();
      Dump.file(folder.resolve(object.name()), lines::add);
      assertThat(lines.get(0))
          .startsWith(object.name() + ": ")
          .endsWith(object.sizeBytes() + " bytes");
      assertThat(lines)
          .hasSizeGreaterThan(2)
          .noneMatch(line -> line.contains("DAMAGED") || line.contains("NOT JSON"));
    }
  }

  @Test
  void aFileThatWasCopiedElsewhereIsShownToo() throws IOException {
    Path copy = Files.writeString(folder.resolve("copy.txt"), DamagedLake.seal(BODY));
    List<String> lines = new ArrayList<>();
    Dump.file(copy, lines::add);
    assertThat(lines).first().isEqualTo("copy.txt: log entry, 313 bytes");
  }
}
