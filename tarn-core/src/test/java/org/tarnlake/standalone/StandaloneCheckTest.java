package org.tarnlake.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.data.read.ForeignWriter;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectInfo;

/** The check of a Delta table of its own names what is damaged. */
class StandaloneCheckTest {
  private final MemoryStore disk = new MemoryStore();
  private final ForeignWriter spark = new ForeignWriter(disk, "");

  @BeforeEach
  void table() {
    spark.create();
    spark.append(1, 1, 2);
    spark.append(2, 3);
  }

  private List<String> findings() {
    return Finding.of(disk, CheckDepth.DATA).stream().map(Finding::toString).toList();
  }

  private String dataFile() {
    return disk.list("foreign-", "").stream().map(ObjectInfo::name).findFirst().orElseThrow();
  }

  @Test
  void soundTableHasNoFindings() {
    assertThat(findings()).isEmpty();
  }

  @Test
  void missingAndShortDataFilesAreNamed() throws IOException {
    String name = dataFile();
    byte[] content = disk.get(name);
    disk.delete(name);
    assertThat(findings())
        .containsExactly(
            "damage: %s: it is missing, but is a part of the table; restore it from a backup"
                .formatted(name));
    disk.put(name, new byte[] {1});
    assertThat(findings())
        .containsExactly(
            "damage: %s: it has 1 bytes, but the log says %d; restore it from a backup"
                .formatted(name, content.length));
    disk.put(name, new byte[content.length]);
    assertThat(findings()).hasSize(1).first().asString().startsWith("damage: " + name);
  }

  /** Engines read such a commit in different ways; the check called it sound. */
  @Test
  void aCommitThatNamesAFileTwiceIsNamed() {
    String add = spark.add(4);
    spark.commit(3, ForeignWriter.info(3, "WRITE"), add.replace("\"add\":", "\"remove\":"), add);
    assertThat(findings())
        .singleElement()
        .asString()
        .startsWith("damage: _delta_log/00000000000000000003.json: it names data file ")
        .contains("twice");
  }

  @Test
  void missingAndTornCommitsAreNamed() throws IOException {
    disk.put("_delta_log/00000000000000000002.json", new byte[] {'{'});
    assertThat(findings())
        .anyMatch(each -> each.startsWith("damage: _delta_log/00000000000000000002.json: line 1:"));
    disk.delete("_delta_log/00000000000000000001.json");
    assertThat(findings())
        .anyMatch(
            each ->
                each.startsWith(
                    "damage: _delta_log/00000000000000000001.json: it is missing, though later versions exist"));
  }

  @Test
  void checksumThatDoesNotAddUpIsNamed() throws IOException {
    String head = ForeignWriter.metadata(ForeignWriter.SCHEMA, "{}").replace("{\"metaData\":", "");
    String protocol = ForeignWriter.LEGACY.replace("{\"protocol\":", "");
    String checksum =
        "{\"tableSizeBytes\":1,\"numFiles\":7,\"metadata\":%s,\"protocol\":%s}"
            .formatted(
                head.substring(0, head.length() - 1), protocol.substring(0, protocol.length() - 1));
    disk.put(
        "_delta_log/00000000000000000002.crc",
        checksum.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThat(findings())
        .hasSize(1)
        .first()
        .asString()
        .startsWith(
            "damage: _delta_log/00000000000000000002.crc:1: it says 1 bytes in 7 files, but the commits add up to");
  }

  /** It is sound, and only a newer version can tell more of it. */
  @Test
  void columnTypeThatCannotBeReadIsANote() {
    MemoryStore other = new MemoryStore();
    ForeignWriter writer = new ForeignWriter(other, "");
    writer.create(
        ForeignWriter.LEGACY,
        ForeignWriter.metadata(ForeignWriter.SCHEMA.replace("\"long\"", "\"interval day\""), "{}"));
    writer.append(1, 1);
    assertThat(Finding.of(other, CheckDepth.DATA).stream().map(Finding::toString))
        .containsExactly(
            "note: _delta_log/: version 1 is not checked further: _delta_log/00000000000000000000.json, line 3: the schema has the type 'interval day', which this version of Tarn lacks");
  }

  @Test
  void featureThatCannotBeReadIsANote() {
    spark.commit(
        3,
        "{\"protocol\":{\"minReaderVersion\":3,\"minWriterVersion\":7,\"readerFeatures\":[\"fromTomorrow\"],\"writerFeatures\":[\"fromTomorrow\"]}}");
    assertThat(findings())
        .containsExactly(
            "note: _delta_log/: version 3 is not checked further: table in this folder needs the reader feature 'fromTomorrow', which this version of Tarn lacks; use a newer one");
  }
}
