package org.tarnlake.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.cli.input.CsvOptions;
import org.tarnlake.cli.input.Input;
import org.tarnlake.cli.input.InputFormat;
import org.tarnlake.cli.input.Reading;
import org.tarnlake.cli.input.RowReader;
import org.tarnlake.cli.terminal.Failure;
import org.tarnlake.cli.terminal.Interruption;
import org.tarnlake.cli.terminal.Progress;
import org.tarnlake.cli.terminal.Terminal;
import org.tarnlake.env.Environment;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.StructType;
import org.tarnlake.testing.SoundLake;

/** Imports into tables that were made in Java. */
class ImportTest {
  @TempDir Path folder;

  @Test
  void nullWhereNoneMayBeIsToldWithItsLineAndNothingIsCommitted() {
    Cli cli = new Cli(folder);
    Path path = folder.resolve("lake");
    try (Lake lake = Lake.create(path)) {
      lake.transact(
          tx ->
              tx.createTable(
                  "t",
                  Schema.builder()
                      .required("id", DataType.INT)
                      .optional("note", DataType.STRING)
                      .build()));
    }
    cli.write("t.csv", "id,note\n1,a\n,b\n");
    cli.write("u.csv", "note\na\n");
    Cli.Result empty = cli.run("import", "DIR/lake", "t=DIR/t.csv");
    assertThat(empty.status()).isEqualTo(1);
    assertThat(empty.err()).startsWith("tarn: DIR/t.csv:3: ").contains("id");
    Cli.Result missing = cli.run("import", "DIR/lake", "t=DIR/u.csv");
    assertThat(missing.status()).isEqualTo(1);
    assertThat(missing.err()).startsWith("tarn: DIR/u.csv:2: ").contains("id");
    assertThat(cli.run("scan", "DIR/lake", "t", "--format", "csv").out()).isEqualTo("id,note\n");
    try (Lake lake = Lake.open(path)) {
      assertThat(lake.latest().version()).isEqualTo(1);
      assertThat(lake.check(CheckDepth.DATA)).noneMatch(Finding::isDamage);
    }
  }

  /** A quote once ended in an internal error, and nothing at all in another. */
  @Test
  void delimiterIsOneCharacterThatCanSeparate() {
    Cli cli = new Cli(folder);
    cli.run("init", "DIR/lake");
    cli.write("t.csv", "a;b\n1;2\n");
    for (String wrong : new String[] {"\"", "", "\n", "ab"}) {
      Cli.Result refused =
          cli.run("import", "DIR/lake", "t=DIR/t.csv", "--create", "--delimiter", wrong);
      assertThat(refused.status()).isEqualTo(2);
      assertThat(refused.err())
          .startsWith(
              "tarn: Invalid value for option '--delimiter': '" + wrong + "' is no delimiter");
    }
  }

  /** Its columns were once committed, or ended the commit in an internal error. */
  @Test
  void deepObjectIsRefusedWithFileColumnAndDepth() {
    Cli cli = new Cli(folder);
    cli.run("init", "DIR/lake");
    int table = 0;
    for (String[] each : new String[][] {{"{\"f\":", "}"}, {"[", "]"}, {"[{\"f\":", "}]"}}) {
      for (int depth : new int[] {8, 51, 399}) {
        cli.write(
            "t.ndjson", "{\"c\":" + each[0].repeat(depth) + "1" + each[1].repeat(depth) + "}\n");
        boolean allowed = depth == 8;
        Cli.Result result =
            cli.run("import", "DIR/lake", "t" + table++ + "=DIR/t.ndjson", "--create");
        assertThat(result.status()).isEqualTo(allowed ? 0 : 1);
        boolean unreadable = depth == 399 && each[0].length() > 5;
        assertThat(result.err())
            .isEqualTo(
                allowed
                    ? ""
                    : unreadable
                        ? "tarn: DIR/t.ndjson:1: nested deeper than 400 levels; each line must hold one JSON object\n"
                        : "tarn: DIR/t.ndjson: column 'c' nests deeper than 50 levels of structs, lists and maps; keep what is deeper as text\n");
      }
    }
    assertThat(cli.run("tables", "DIR/lake").out()).hasLineCount(5);
    assertThat(cli.run("log", "DIR/lake").status()).isZero();
    SoundLake.assertSound(folder.resolve("lake"));
  }

  /** Every pipe was refused, "Illegal seek", and - was taken for the name of a file. */
  @Test
  void pipeIsReadThoughTypesAreFoundFirst() throws Exception {
    Cli cli = new Cli(folder);
    cli.run("init", "DIR/lake");
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    String[] twice = {"import", "DIR/lake", "t=DIR/pipe", "--format", "csv", "--create"};
    assertThat(whilePiping(pipe, "id,n\n1,.5\n", () -> cli.run(twice)).err()).isEmpty();
    String[] once = {"import", "DIR/lake", "t=DIR/pipe", "--format", "json"};
    assertThat(whilePiping(pipe, "{\"id\":2}\n", () -> cli.run(once)).err()).isEmpty();
    cli.run("export", "DIR/lake", "t", "DIR/t.parquet");
    byte[] parquet = Files.readAllBytes(folder.resolve("t.parquet"));
    String[] whole = {"import", "DIR/lake", "t=DIR/pipe", "--format", "parquet"};
    assertThat(whilePiping(pipe, parquet, () -> cli.run(whole)).err()).isEmpty();
    assertThat(cli.run("scan", "DIR/lake", "t", "--format", "csv").out())
        .isEqualTo("id,n\n1,0.5\n2,\n1,0.5\n2,\n");
    SoundLake.assertSound(folder.resolve("lake"));
  }

  private static Cli.Result whilePiping(Path pipe, String text, Callable<Cli.Result> command)
      throws Exception {
    return whilePiping(pipe, text.getBytes(StandardCharsets.UTF_8), command);
  }

  private static Cli.Result whilePiping(Path pipe, byte[] bytes, Callable<Cli.Result> command)
      throws Exception {
    FutureTask<Path> writer = new FutureTask<>(() -> Files.write(pipe, bytes));
    Thread thread = new Thread(writer);
    thread.start();
    Cli.Result result = command.call();
    writer.get(30, TimeUnit.SECONDS);
    thread.join();
    return result;
  }

  @Test
  void columnsWithoutATypeTakeWhatTheTextIs() {
    Cli cli = new Cli(folder);
    try (Lake lake = Lake.create(folder.resolve("lake"))) {
      lake.transact(tx -> tx.createUntypedTable("t", "a", "b"));
    }
    cli.write("t.csv", "a,b\n1,x\n007,2.50\ntrue,\"\"\"q\"\n");
    cli.write("t.json", "{\"a\":\"1\",\"b\":1}\n");
    assertThat(cli.run("import", "DIR/lake", "t=DIR/t.csv", "t=DIR/t.json").err()).isEmpty();
    assertThat(cli.run("scan", "DIR/lake", "t", "--format", "json").out())
        .isEqualTo(
            """
            {"a":1,"b":"x"}
            {"a":"007","b":2.50}
            {"a":true,"b":"\\"q"}
            {"a":"1","b":1}
            """);
  }

  /**
   * The mark told one content and the rows were of another: what came in was imported again later,
   * and what was marked never.
   */
  @Test
  void aFileThatChangesWhileItIsReadIsNotImportedOnce() throws Exception {
    Path file = folder.resolve("f.csv");
    Files.writeString(file, "a\n1\n");
    Input real = Input.of(file, InputFormat.CSV, CsvOptions.DEFAULT, StandardCharsets.UTF_8);
    Input replaced =
        new Input() {
          @Override
          public StructType inferColumns(StructType given, Reading reading) {
            return real.inferColumns(given, reading);
          }

          @Override
          public RowReader open(StructType columns, Reading reading) {
            try {
              Files.writeString(file, "a\n2\n");
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
            return real.open(columns, reading);
          }

          @Override
          public String name() {
            return real.name();
          }
        };
    Terminal terminal =
        Terminal.of(
            OutputStream.nullOutputStream(),
            OutputStream.nullOutputStream(),
            Map.of(),
            Environment.system());
    Path path = folder.resolve("lake");
    try (Lake lake = Lake.create(path);
        Interruption interruption = new Interruption(terminal);
        Progress progress = new Progress(terminal)) {
      lake.transact(tx -> tx.createTable("t", Schema.parse("a long")));
      Importer importer =
          new Importer(
              lake, progress, interruption, terminal.environment().background(), null, null);
      ImportSource source = new ImportSource("t", file, replaced, ImportMark.ofFile(file));
      assertThatThrownBy(() -> importer.append(List.of(source)))
          .isInstanceOf(Failure.class)
          .hasMessage(
              file + " was changed while it was read; nothing is committed, import it again");
      assertThat(lake.latest().version()).isEqualTo(1);
      assertThat(lake.latest().table("t").progress(ImportMark.ofFile(file))).isEmpty();
    }
    SoundLake.assertSound(path);
  }

  /**
   * The slower of two imports with one key ended in words about transactions, and as a failure. It
   * is done, by the other.
   */
  @Test
  void theSlowerOfTwoImportsWithOneKeyFindsItDone() throws Exception {
    Cli cli = new Cli(folder);
    cli.run("init", "DIR/lake");
    cli.write("u.csv", "id\n1\n");
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    for (boolean isNew : new boolean[] {true, false}) {
      String table = isNew ? "new" : "t";
      if (!isNew) {
        cli.run("create", "DIR/lake", "t", "id long");
      }
      FutureTask<Cli.Result> slower =
          new FutureTask<>(
              () ->
                  cli.run(
                      "import",
                      "DIR/lake",
                      table + "=DIR/pipe",
                      "--format=csv",
                      "--id=k",
                      "--types=id long",
                      "--create",
                      "--reject=DIR/bad.csv"));
      Thread thread = new Thread(slower);
      thread.start();
      try (OutputStream out = Files.newOutputStream(pipe)) {
        out.write("id\n1\ny\n".getBytes(StandardCharsets.UTF_8));
        out.flush();
        Cli.Result faster =
            cli.run("import", "DIR/lake", table + "=DIR/u.csv", "--id=k", "--create");
        assertThat(faster.status()).isZero();
      }
      Cli.Result result = slower.get(30, TimeUnit.SECONDS);
      thread.join();
      assertThat(result.err()).isEmpty();
      assertThat(result.out())
          .contains(
              "DIR/pipe is not read: an import into " + table + " with that --id was done at ");
      assertThat(cli.run("count", "DIR/lake", table).out()).isEqualTo("1\n");
      assertThat(folder.resolve("bad.csv")).doesNotExist();
    }
    SoundLake.assertSound(folder.resolve("lake"));
  }

  /** A file that was not written yet closed the key for the one that came. */
  @Test
  void anImportWithoutRowsLeavesItsKeyFree() {
    Cli cli = new Cli(folder);
    cli.run("init", "DIR/lake");
    cli.run("create", "DIR/lake", "t", "id long");
    cli.write("t.csv", "id\n");
    String[] command = {"import", "DIR/lake", "t=DIR/t.csv", "--id", "k"};
    assertThat(cli.run(command).out())
        .isEqualTo(
            """
            0 rows from DIR/t.csv into t
            No row was imported, so that the --id is not taken and can be used again
            Nothing to commit; version 1 of the lake is the newest
            """);
    cli.write("t.csv", "id\n7\n");
    assertThat(cli.run(command).out()).contains("1 row from DIR/t.csv into t\nCommitted");
    assertThat(cli.run(command).out()).contains("is not read").contains("Nothing to commit");
    assertThat(cli.run("count", "DIR/lake", "t").out()).isEqualTo("1\n");
    SoundLake.assertSound(folder.resolve("lake"));
  }
}
