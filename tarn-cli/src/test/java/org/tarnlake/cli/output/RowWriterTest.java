package org.tarnlake.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tarnlake.cli.terminal.Style;
import org.tarnlake.row.Row;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;

class RowWriterTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Sink sink = bytes::write;

  private static final StructType ALL =
      new StructType(
          List.of(
              Field.optional("b", DataType.BOOLEAN),
              Field.optional("n", DataType.decimal(6, 2)),
              Field.optional("d", DataType.DOUBLE),
              Field.optional("s", DataType.STRING),
              Field.optional("x", DataType.BINARY),
              Field.optional("day", DataType.DATE),
              Field.optional("at", DataType.TIMESTAMP),
              Field.optional("local", DataType.TIMESTAMP_NTZ),
              Field.optional("st", DataType.struct(Field.optional("i", DataType.SHORT))),
              Field.optional("l", DataType.list(DataType.DATE)),
              Field.optional("m", DataType.map(DataType.INT, DataType.STRING))));

  private static final Row FULL =
      OneRow.of(
          ALL,
          true,
          new BigDecimal("1.5"),
          Double.NaN,
          "say \"hi\"\n",
          new byte[] {1, (byte) 0xAB},
          LocalDate.of(2024, 5, 1),
          Instant.parse("2024-05-01T10:00:00.5Z"),
          LocalDateTime.of(2024, 5, 1, 10, 0),
          Map.of("i", 7),
          List.of(LocalDate.of(1969, 12, 31)),
          Map.of(1, "a"));

  private static final Row EMPTY =
      OneRow.of(ALL, null, null, null, "", null, null, null, null, null, null, null);

  private String written() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void csvTellsNullFromTheEmptyString() {
    CsvWriter writer = new CsvWriter(sink, ALL, ',');
    writer.row(FULL);
    writer.row(EMPTY);
    writer.end();
    assertThat(written())
        .isEqualTo(
            """
            b,n,d,s,x,day,at,local,st,l,m
            true,1.50,NaN,"say ""hi""
            ",01ab,2024-05-01,2024-05-01 10:00:00.5Z,2024-05-01 10:00:00,"{""i"":7}","[""1969-12-31""]","{""1"":""a""}"
            ,,,"",,,,,,,
            """);
  }

  @Test
  void jsonLinesNestAndQuoteWhatJsonLacks() {
    JsonLinesWriter writer = new JsonLinesWriter(sink, ALL);
    writer.row(FULL);
    writer.row(EMPTY);
    writer.end();
    assertThat(written())
        .isEqualTo(
            """
            {"b":true,"n":1.50,"d":"NaN","s":"say \\"hi\\"\\n","x":"01ab","day":"2024-05-01","at":"2024-05-01T10:00:00.5Z","local":"2024-05-01T10:00:00","st":{"i":7},"l":["1969-12-31"],"m":{"1":"a"}}
            {"b":null,"n":null,"d":null,"s":"","x":null,"day":null,"at":null,"local":null,"st":null,"l":null,"m":null}
            """);
  }

  @Test
  void tableAlignsNumbersOnTheRightAndEscapesControlCharacters() {
    StructType type =
        new StructType(
            List.of(
                Field.optional("city", DataType.STRING),
                Field.optional("people", DataType.LONG),
                Field.optional("note", DataType.STRING)));
    TableWriter writer = new TableWriter(sink, Style.PLAIN, Integer.MAX_VALUE, type);
    writer.row(OneRow.of(type, "Zürich", 440000L, "a\tb\u001b[31m"));
    writer.row(OneRow.of(type, "東京", 14, null));
    writer.end();
    assertThat(written())
        .isEqualTo(
            """
            city    people  note
            ──────  ──────  ──────────────
            Zürich  440000  a\\tb\\u001b[31m
            東京        14  null
            (2 rows)
            """);
  }

  @Test
  void narrowTerminalCutsTheWidestCellsAndThenHidesColumns() {
    StructType type =
        new StructType(
            List.of(
                Field.optional("id", DataType.LONG),
                Field.optional("name", DataType.STRING),
                Field.optional("comment", DataType.STRING)));
    TableWriter writer = new TableWriter(sink, Style.PLAIN, 24, type);
    writer.row(OneRow.of(type, 1, "short", "a comment of some length"));
    writer.end();
    TableWriter narrow = new TableWriter(sink, Style.PLAIN, 14, type);
    narrow.row(OneRow.of(type, 1, "short", "a comment of some length"));
    narrow.end();
    assertThat(written())
        .isEqualTo(
            """
            id  name   comment
            ──  ─────  ─────────────
             1  short  a comment of…
            (1 row)
            id  name
            ──  ─────
             1  short
            (1 row; 1 column more: choose with --columns, or --format csv)
            """);
  }

  @Test
  void rowsBeyondTheSampleStreamWithTheWidthsOfTheSample() {
    StructType type = new StructType(List.of(Field.optional("s", DataType.STRING)));
    TableWriter writer = new TableWriter(sink, Style.PLAIN, Integer.MAX_VALUE, type);
    for (int i = 0; i < 1000; i++) {
      writer.row(OneRow.of(type, "x"));
    }
    assertThat(written().lines()).hasSize(1002);
    writer.row(OneRow.of(type, "longer"));
    writer.end();
    assertThat(written()).endsWith("x\nlonger\n(1,001 rows)\n");
  }

  @Test
  void coloursMarkHeaderAndNulls() {
    StructType type = new StructType(List.of(Field.optional("s", DataType.STRING)));
    TableWriter writer = new TableWriter(sink, Style.COLOURED, 80, type);
    writer.row(OneRow.of(type, (Object) null));
    writer.end();
    assertThat(written())
        .isEqualTo(
            "\u001b[1ms\u001b[0m\n\u001b[2m────\u001b[0m\n\u001b[2mnull\u001b[0m\n\u001b[2m(1 row)\u001b[0m\n");
  }
}
