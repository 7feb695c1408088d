package org.tarnlake.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.Lake;
import org.tarnlake.cli.input.CsvOptions;
import org.tarnlake.cli.input.Input;
import org.tarnlake.cli.input.InputFormat;
import org.tarnlake.cli.input.Reading;
import org.tarnlake.cli.input.RowReader;
import org.tarnlake.cli.terminal.Interruption;
import org.tarnlake.cli.terminal.Progress;
import org.tarnlake.cli.terminal.Terminal;
import org.tarnlake.env.Environment;
import org.tarnlake.error.ConflictException;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.StructType;
import org.tarnlake.testing.SoundLake;

/** Rows that cannot be read go to a file, the others into the table, and each to one of both. */
class RejectTest {
  @TempDir Path folder;
  private Cli cli;

  @BeforeEach
  void makeLake() {
    cli = new Cli(folder);
    try (Lake lake = Lake.create(folder.resolve("lake"))) {
      lake.transact(
          tx ->
              tx.createTable(
                  "t",
                  Schema.builder()
                      .required("id", DataType.INT)
                      .optional("note", DataType.STRING)
                      .build()));
    }
  }

  @AfterEach
  void check() {
    SoundLake.assertSound(folder.resolve("lake"));
  }

  private String rejects() throws IOException {
    return Files.readString(folder.resolve("bad.csv")).replace(folder.toString(), "DIR");
  }

  private String ids() {
    return cli.run("scan", "DIR/lake", "t", "--columns", "id", "--format", "csv").out();
  }

  /** Nothing is left of a file of rejected rows, under any name. */
  private void assertNoRejects() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.contains("bad.csv"));
    }
  }

  @Test
  void nullWhereNoneMayBeIsRejectedWithItsTextAmongTheOthers() throws IOException {
    cli.write("t.csv", "id,note\n1,a\n,\"b\nc\"\nx,d\n,\n5,e\n");
    Cli.Result result = cli.run("import", "DIR/lake", "t=DIR/t.csv", "--reject", "DIR/bad.csv");
    assertThat(result.status()).isZero();
    assertThat(result.err())
        .isEqualTo(
            "tarn: warning: 3 rows could not be read and are not imported; DIR/bad.csv tells which, and why\n");
    assertThat(ids()).isEqualTo("id\n1\n5\n");
    assertThat(rejects())
        .isEqualTo(
            """
            table,file,line,column,reason,row
            t,DIR/t.csv,3,id,"column 'id' must not be null; pass a value, or let the column be null (tarn alter ... null); the row goes on to line 4",",""b
            c""\"
            t,DIR/t.csv,5,id,column 'id' (field 1): 'x' is no int; correct the value,"x,d"
            t,DIR/t.csv,6,id,"column 'id' must not be null; pass a value, or let the column be null (tarn alter ... null)",","
            """);
    assertThat(cli.run("import", "DIR/lake", "bad=DIR/bad.csv", "--create").err()).isEmpty();
    assertThat(cli.run("scan", "DIR/lake", "bad", "--columns", "line,row", "--format", "csv").out())
        .isEqualTo("line,row\n3,\",\"\"b\nc\"\"\"\n5,\"x,d\"\n6,\",\"\n");
  }

  @Test
  void rowsThatBreakAConstraintAreRejectedOneByOne() throws IOException {
    cli.run("alter", "DIR/lake", "t", "check", "small", "id < 1000 or note = 'large'");
    StringBuilder csv = new StringBuilder("id,note\n");
    StringBuilder json = new StringBuilder();
    for (int i = 0; i < 2000; i++) {
      String note = i == 1500 ? "small" : i < 1000 ? "" : "large";
      csv.append(i).append(',').append(note).append('\n');
      json.append("{\"note\":\"%s\",\"id\":%s}%n".formatted(note, i));
    }
    cli.write("t.csv", csv.toString());
    cli.write("t.jsonl", json.toString());
    String reason = "the constraint 'small' is not true of it: id < 1000 OR note = 'large', but";
    for (String file : List.of("DIR/t.csv", "DIR/t.jsonl")) {
      String place = file + (file.endsWith("csv") ? ":1502: " : ":1501: ");
      assertThat(cli.run("import", "DIR/lake", "t=" + file))
          .returns(1, Cli.Result::status)
          .returns("tarn: " + place + reason + " id is 1500, note is 'small'\n", Cli.Result::err);
      assertThat(cli.run("import", "DIR/lake", "t=" + file, "--dry-run").out())
          .contains("1,999 rows from", "1 row cannot be read\n" + place + reason);
      assertThat(cli.run("import", "DIR/lake", "t=" + file, "--reject", "DIR/bad.csv").status())
          .isZero();
      assertThat(rejects()).hasLineCount(2).contains(reason, "1500");
      Files.delete(folder.resolve("bad.csv"));
    }
    assertThat(cli.run("count", "DIR/lake", "t").out()).isEqualTo("3998\n");
  }

  @Test
  void rowOfParquetIsRejectedAsJson() throws IOException {
    cli.write("s.csv", "id,note\n1,a\n,b\n3000000000,c\n4,d\n");
    cli.run("import", "DIR/lake", "s=DIR/s.csv", "--create");
    cli.run("export", "DIR/lake", "s", "DIR/s.parquet");
    assertThat(cli.run("import", "DIR/lake", "t=DIR/s.parquet", "--reject", "DIR/bad.csv").status())
        .isZero();
    assertThat(ids()).isEqualTo("id\n1\n4\n");
    assertThat(rejects())
        .contains("t,DIR/s.parquet,2,id,", ",\"{\"\"id\"\":null,\"\"note\"\":\"\"b\"\"}\"\n")
        .contains("t,DIR/s.parquet,3,id,", ",\"{\"\"id\"\":3000000000,\"\"note\"\":\"\"c\"\"}\"\n");
  }

  /** Batches of Parquet are read whole: what one row has that cannot be read stops all. */
  @Test
  void aValueOfParquetThatCannotBeReadIsAFailure() throws Exception {
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement()) {
      statement.execute(
          "COPY (SELECT 1 AS id, TIMESTAMP_NS '2024-05-01 10:00:00.000000001' AS at) TO '%s' (FORMAT parquet)"
              .formatted(folder.resolve("n.parquet")));
    }
    Cli.Result result =
        cli.run("import", "DIR/lake", "n=DIR/n.parquet", "--create", "--reject", "DIR/bad.csv");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).contains("DIR/n.parquet").contains("microseconds");
    assertNoRejects();
    assertThat(cli.run("tables", "DIR/lake").out()).doesNotContain("\nn ");
  }

  /** What follows cannot be told from what is wrong, so that nothing is committed. */
  @Test
  void aFileThatCannotBeReadToItsEndIsAFailure() throws IOException {
    byte[] rows = "id,note\n1,a\nx,b\n3,c\n".getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(rows);
    }
    Files.write(
        folder.resolve("torn.csv.gz"), Arrays.copyOf(bytes.toByteArray(), bytes.size() - 9));
    cli.write("open.csv", "id,note\n1,a\nx,b\n3,\"c\n4,d\n");
    cli.write("torn.json", "[{\"id\":1},{\"id\":\"x\"},{\"id\":");
    Files.write(folder.resolve("cut.csv"), new byte[] {'i', 'd', '\n', 'x', '\n', (byte) 0xC3});
    for (String file : List.of("torn.csv.gz", "open.csv", "torn.json", "cut.csv")) {
      Cli.Result result = cli.run("import", "DIR/lake", "t=DIR/" + file, "--reject", "DIR/bad.csv");
      assertThat(result.status()).as(file).isEqualTo(1);
      assertThat(result.err()).as(file).startsWith("tarn: DIR/" + file);
      assertNoRejects();
    }
    assertThat(ids()).isEqualTo("id\n");
  }

  @Test
  void moreThanTheLimitIsAFailureAndLeavesNothing() throws IOException {
    cli.write("t.csv", "id,note\n1,a\nx,\"b\nc\"\n3,d\ny,e\n");
    String[] command = {
      "import", "DIR/lake", "t=DIR/t.csv", "--reject", "DIR/bad.csv", "--reject-limit", "2"
    };
    Cli.Result over = cli.run(command);
    assertThat(over.status()).isEqualTo(1);
    assertThat(over.err())
        .isEqualTo(
            "tarn: more than 2 lines cannot be read, which is the --reject-limit, so that nothing is committed; the last is DIR/t.csv:6: column 'id' (field 1): 'y' is no int; correct the value\n");
    assertNoRejects();
    assertThat(ids()).isEqualTo("id\n");
    command[6] = "3";
    assertThat(cli.run(command).status()).isZero();
    assertThat(ids()).isEqualTo("id\n1\n3\n");
  }

  @Test
  void aFileThatExistsIsKeptAndGoodFilesMakeNone() throws IOException {
    cli.write("t.csv", "id,note\n1,a\n");
    cli.write("kept.csv", "mine");
    Cli.Result refused = cli.run("import", "DIR/lake", "t=DIR/t.csv", "--reject", "DIR/kept.csv");
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err())
        .isEqualTo("tarn: DIR/kept.csv exists; name another file or delete it first\n");
    assertThat(folder.resolve("kept.csv")).hasContent("mine");
    assertThat(ids()).isEqualTo("id\n");
    Cli.Result good = cli.run("import", "DIR/lake", "t=DIR/t.csv", "--reject", "DIR/bad.csv");
    assertThat(good.err()).isEmpty();
    assertNoRejects();
  }

  /** Of JSON the line is rejected that is no object, and the next one is read, or the element. */
  @Test
  void jsonThatIsNoRowIsRejected() throws IOException {
    String wrong = "{\"id\":6,\"note\":\"Z\u00fcrich\"}\n";
    byte[] text =
        """
        {"id":1,"note":"a"}
        {"id":2,
        {"id":3}

        [4]
        {
          "id": 5,
          "note": "}"
        }
        !{"id":7,"note":"x"} {"id":"y"}
        {"id":8,"colour":"red"}
        {"id":9,"id":10}
        {"id":null}
        {"id":11}\r
        {"id":12,"note":"cut"""
            .replace("!", wrong)
            .getBytes(StandardCharsets.ISO_8859_1);
    Files.write(folder.resolve("t.json"), text);
    Cli.Result result = cli.run("import", "DIR/lake", "t=DIR/t.json", "--reject", "DIR/bad.csv");
    assertThat(result.status()).isZero();
    assertThat(ids()).isEqualTo("id\n1\n3\n5\n7\n11\n");
    cli.run("import", "DIR/lake", "bad=DIR/bad.csv", "--create");
    assertThat(
            cli.run("scan", "DIR/lake", "bad", "--columns", "line,column,row", "--format", "csv")
                .out())
        .isEqualTo(
            """
            line,column,row
            2,,"{""id"":2,"
            5,,[4]
            10,,"{""id"":6,""note"":""Z\\xFCrich""}"
            11,id,"{""id"":""y""}"
            12,colour,"{""id"":8,""colour"":""red""}"
            13,,"{""id"":9,""id"":10}"
            14,id,"{""id"":null}"
            16,,"{""id"":12,""note"":""cut"
            """);
    cli.write("u.json", "[{\"id\":20}, 5,\n{\"id\":1.5}, {\"id\":21}]");
    cli.run("import", "DIR/lake", "t=DIR/u.json", "--reject", "DIR/bad2.csv");
    assertThat(ids()).isEqualTo("id\n1\n3\n5\n7\n11\n20\n21\n");
    assertThat(Files.readString(folder.resolve("bad2.csv")))
        .hasLineCount(3)
        .contains("/u.json,1,,", ",5\n", "/u.json,2,id,", "{\"\"id\"\":1.5}");
  }

  /** The types are those of the rows that can be read; a bad value makes its column text. */
  @Test
  void typesAreFoundFromTheRowsThatCanBeRead() throws IOException {
    byte[] text =
        "n,m\n1,2024-05-01\n2,2024-05-02,3\n\"x\"y,1\nZ\u00fc,2\n3,oops\n"
            .getBytes(StandardCharsets.ISO_8859_1);
    Files.write(folder.resolve("c.csv"), text);
    String[] command = {
      "import", "DIR/lake", "c=DIR/c.csv", "--create", "--reject", "DIR/bad.csv", "--types", "n int"
    };
    assertThat(cli.run(command).out()).contains("  n int, m string\n  3 rows rejected\n");
    assertThat(rejects())
        .contains(",3,,", "c,DIR/c.csv,4,,", ",\"\"\"x\"\"y,1\"\n", "Z\\xFC,2\"\n");
    command[2] = "d=DIR/c.csv";
    command[5] = "DIR/bad2.csv";
    command[7] = "m date";
    assertThat(cli.run(command).out()).contains("  n long, m date\n  4 rows rejected\n");
  }

  /**
   * An import all of whose rows are rejected is done as any other, and its key is taken. The key
   * stayed free, nothing was committed, and the second try failed because of the file of the first.
   */
  @Test
  void anImportWhoseRowsAreAllRejectedTakesItsKey() throws IOException {
    cli.write("t.csv", "id,note\nx,a\n");
    String[] command = {
      "import", "DIR/lake", "t=DIR/t.csv", "--reject", "DIR/bad.csv", "--id", "k"
    };
    assertThat(cli.run(command).out())
        .isEqualTo(
            """
            0 rows from DIR/t.csv into t
              1 row rejected
            Committed as version 2 of the lake
            """);
    String kept = rejects();
    Cli.Result again = cli.run(command);
    assertThat(again.out()).contains("is not read: an import into t with that --id was done");
    assertThat(again.status()).isZero();
    assertThat(rejects()).isEqualTo(kept).hasLineCount(2);
  }

  /** The first row of a file without a header was taken for one, if another row was malformed. */
  @Test
  void aMalformedRowDoesNotMakeAHeaderOfTheFirst() {
    cli.write("h.csv", "1,2\n3,\"x\"y\n5,6\n");
    Cli.Result result =
        cli.run("import", "DIR/lake", "h=DIR/h.csv", "--create", "--reject", "DIR/bad.csv");
    assertThat(result.out()).contains("its first line is a row").contains("1 row rejected");
    assertThat(cli.run("scan", "DIR/lake", "h", "--format", "csv").out())
        .isEqualTo("column_1,column_2\n1,2\n5,6\n");
  }

  /** Another import that was faster is told, and no file says that this one was done. */
  @Test
  void rejectedRowsOfAnImportThatConflictsAreNoFile() throws Exception {
    cli.write("t.csv", "id,note\nx,a\n1,b\n");
    Input real =
        Input.of(
            folder.resolve("t.csv"), InputFormat.CSV, CsvOptions.DEFAULT, StandardCharsets.UTF_8);
    Terminal terminal =
        Terminal.of(
            OutputStream.nullOutputStream(),
            OutputStream.nullOutputStream(),
            Map.of(),
            Environment.system());
    try (Lake lake = Lake.open(folder.resolve("lake"));
        Interruption interruption = new Interruption(terminal);
        Progress progress = new Progress(terminal);
        RejectFile rejects = new RejectFile(folder.resolve("bad.csv"), 10)) {
      Input racing =
          new Input() {
            @Override
            public StructType inferColumns(StructType given, Reading reading) {
              return real.inferColumns(given, reading);
            }

            @Override
            public RowReader open(StructType columns, Reading reading) {
              lake.transact(tx -> tx.dropTable("t"));
              return real.open(columns, reading);
            }

            @Override
            public String name() {
              return real.name();
            }
          };
      Importer importer =
          new Importer(
              lake, progress, interruption, terminal.environment().background(), null, rejects);
      ImportSource source = new ImportSource("t", folder.resolve("t.csv"), racing, null);
      assertThatThrownBy(() -> importer.append(List.of(source)))
          .isInstanceOf(ConflictException.class);
      assertThat(rejects.rows()).isEqualTo(1);
    }
    assertNoRejects();
  }
}
