package org.tarnlake.lake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.json.JsonWriter;

class LakeCheckpointTest {
  private final Entries entries =
      new Entries(
          new LakeState(
              0, 1000, Catalog.empty(), Sequences.NONE, LogEnd.beforeFirst(new UUID(1, 2))),
          1);

  private byte[] bytes() {
    entries.create("sales.orders", "users");
    entries.append("users");
    entries.rename("users", "people");
    entries.create("gone");
    entries.drop("gone");
    return LakeCheckpoint.encode(entries.state());
  }

  @Test
  void aCheckpointIsWrittenAsTheFormatSays() {
    String text = new String(bytes(), UTF_8);
    assertThat(text.substring(0, text.indexOf("{\"end\"")))
        .isEqualTo(
            """
            {"lakeCheckpoint":{"formatVersion":1,"lakeVersion":5,"timestamp":1005,"lakeId":"00000000-0000-0001-0000-000000000002","entryCrc32c":2670210981}}
            {"table":{"tableId":"00000000-0000-4000-8000-000000000002","name":["people"],"location":"users","version":1,"crc32c":2233128254,"metadataVersion":0,"metadataCrc32c":2660506010,"since":1}}
            {"table":{"tableId":"00000000-0000-4000-8000-000000000001","name":["sales","orders"],"location":"sales/orders","version":0,"crc32c":4159838970,"metadataVersion":0,"metadataCrc32c":4159838970,"since":1}}
            """);
    assertThat(text).contains("{\"end\":{\"lines\":3,\"crc32c\":").endsWith("}}\n");
  }

  @Test
  void theCatalogComesBack() {
    LakeState state = LakeCheckpoint.decode(5, bytes()).state();
    assertThat(state.version()).isEqualTo(5);
    assertThat(state.timestampMillis()).isEqualTo(1005);
    assertThat(state.catalog().sorted()).isEqualTo(entries.state().catalog().sorted());
    assertThat(state.catalog().isFree("gone")).isTrue();
    assertThat(state.catalog().isFree("sales")).isFalse();
    assertThat(state.catalog().isFree("sales/orders/x")).isFalse();
    assertThat(state.catalog().isFree("people")).isTrue();
    assertThat(LakeCheckpoint.encode(state)).isEqualTo(LakeCheckpoint.encode(entries.state()));
  }

  @Test
  void theNumbersOfApplicationsComeBack() {
    entries.sequence("loader", 3);
    entries.sequence("a loader", -7);
    entries.sequence("loader", 4);
    byte[] checkpoint = LakeCheckpoint.encode(entries.state());
    String text = new String(checkpoint, UTF_8);
    assertThat(text.lines().skip(1).limit(2))
        .containsExactly(
            "{\"sequence\":{\"application\":\"a loader\",\"number\":-7}}",
            "{\"sequence\":{\"application\":\"loader\",\"number\":4}}");
    LakeState state = LakeCheckpoint.decode(3, checkpoint).state();
    assertThat(state.sequences().sorted())
        .containsOnly(entry("a loader", -7L), entry("loader", 4L));
    assertThat(LakeCheckpoint.encode(state)).isEqualTo(checkpoint);
    assertThatThrownBy(() -> entries.sequence("loader", 4))
        .isInstanceOf(CorruptionException.class)
        .hasMessage(
            "_tarn/log/00000000000000000004.json: application 'loader' goes from 4 to 4, which is not beyond it; run 'tarn check'");
    assertThatThrownBy(
            () -> LakeCheckpoint.decode(5, sealed(header(1), line("sequence", "number", 1))))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("line 2: the sequence lacks its application or number");
  }

  @Test
  void anEmptyLakeHasACheckpointToo() {
    LakeState state =
        new LakeState(9, 77, Catalog.empty(), Sequences.NONE, new LogEnd(new UUID(1, 2), 3));
    assertThat(LakeCheckpoint.decode(9, LakeCheckpoint.encode(state)).state().catalog().tables())
        .isEmpty();
  }

  @Test
  void everyFlippedBitAndEveryCutIsNoticed() {
    byte[] good = bytes();
    for (int bit = 0; bit < good.length * 8; bit++) {
      byte[] bad = good.clone();
      bad[bit / 8] ^= (byte) (1 << (bit % 8));
      assertDamaged(bad);
    }
    for (int length = 0; length < good.length; length++) {
      assertDamaged(Arrays.copyOf(good, length));
    }
  }

  private static void assertDamaged(byte[] bytes) {
    assertThatThrownBy(() -> LakeCheckpoint.decode(5, bytes))
        .isInstanceOf(CorruptionException.class)
        .hasMessageStartingWith("_tarn/log/00000000000000000005.checkpoint.json");
  }

  @Test
  void aCheckpointUnderAnotherNameIsDamage() {
    assertThatThrownBy(() -> LakeCheckpoint.decode(6, bytes()))
        .isInstanceOf(CorruptionException.class)
        .hasMessage(
            "_tarn/log/00000000000000000006.checkpoint.json, line 1: it says lake version 5; run 'tarn check'");
  }

  @Test
  void aNewerFormatIsRefusedByName() {
    assertThatThrownBy(() -> LakeCheckpoint.decode(5, sealed(header(2))))
        .isInstanceOf(UnsupportedTableException.class)
        .hasMessage(
            "_tarn/log/00000000000000000005.checkpoint.json is of format 2, newer than the format 1 that this version of Tarn knows; use a newer Tarn");
    assertThatThrownBy(() -> LakeCheckpoint.decode(5, sealed(header(1), line("index", "x", 1))))
        .isInstanceOf(UnsupportedTableException.class)
        .hasMessage(
            "_tarn/log/00000000000000000005.checkpoint.json, line 2: the line type 'index' is not known to this version of Tarn; use a newer one");
  }

  @Test
  void aLineThatLacksSomethingIsDamage() {
    assertThatThrownBy(
            () -> LakeCheckpoint.decode(5, sealed(header(1), line("table", "version", 1))))
        .isInstanceOf(CorruptionException.class)
        .hasMessage(
            "_tarn/log/00000000000000000005.checkpoint.json, line 2: the table lacks its id, name, location, version or checksum; run 'tarn check'");
    assertThatThrownBy(() -> LakeCheckpoint.decode(5, sealed(line("table", "version", 1))))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("line 1: the first line is no lakeCheckpoint");
    assertThatThrownBy(() -> LakeCheckpoint.decode(5, sealed()))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("it has no lakeCheckpoint line");
  }

  @Test
  void unknownFieldsAreIgnored() {
    JsonWriter extended = new JsonWriter().beginObject().beginObject("lakeCheckpoint");
    extended.field("formatVersion", 1).field("lakeVersion", 5).field("timestamp", 9);
    extended.field("lakeId", new UUID(1, 2).toString()).field("entryCrc32c", 3);
    extended.field("later", (Object) List.of(1L));
    byte[] bytes = sealed(extended.endObject().endObject());
    assertThat(LakeCheckpoint.decode(5, bytes).state().timestampMillis()).isEqualTo(9);
  }

  private static JsonWriter header(int format) {
    JsonWriter line = new JsonWriter().beginObject().beginObject("lakeCheckpoint");
    line.field("formatVersion", format).field("lakeVersion", 5).field("timestamp", 1);
    line.field("lakeId", new UUID(1, 2).toString()).field("entryCrc32c", 3);
    return line.endObject().endObject();
  }

  private static JsonWriter line(String kind, String field, long value) {
    return new JsonWriter()
        .beginObject()
        .beginObject(kind)
        .field(field, value)
        .endObject()
        .endObject();
  }

  private static byte[] sealed(JsonWriter... lines) {
    EntryFormat.Writer out = new EntryFormat.Writer();
    Arrays.stream(lines).forEach(out::line);
    return out.end();
  }
}
