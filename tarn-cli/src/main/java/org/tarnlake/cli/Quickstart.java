package org.tarnlake.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.tarnlake.Lake;
import org.tarnlake.Transaction;
import org.tarnlake.cli.terminal.Failure;
import org.tarnlake.cli.terminal.Terminal;
import org.tarnlake.cli.terminal.Words;
import org.tarnlake.error.ConflictException;

/**
 * A tour of a lake on real data. Every command and every Java line that it shows is what it runs.
 * One thread at a time.
 */
final class Quickstart {
  private static final int LINE_LENGTH = 98;

  private final Terminal terminal;
  private final Path data;
  private final LakeAddress lake;
  private final String program;
  private boolean afterHeading;

  /**
   * @param folder a new one, for the data
   */
  Quickstart(Terminal terminal, Path folder, LakeAddress lake) {
    this.terminal = terminal;
    this.data = folder.resolve("data");
    this.lake = lake;
    this.program = Objects.requireNonNullElse(terminal.variable("TARN_COMMAND"), "tarn");
  }

  void run() {
    terminal.line(
        "Real data: 20,000 US flights of early 2001, 3,376 airports, and four years of weather");
    terminal.line(
        "in two cities. %s tells where they come from.".formatted(data.resolve("SOURCES.txt")));
    unpack();
    load();
    twoWriters();
    history();
    next();
  }

  private void unpack() {
    try {
      Files.createDirectories(data);
      for (String name : List.of("flights.csv", "airports.csv", "weather.csv")) {
        try (InputStream in = new GZIPInputStream(resource(name + ".gz"))) {
          Files.copy(in, data.resolve(name));
        }
      }
      try (InputStream in = resource("SOURCES.txt")) {
        Files.copy(in, data.resolve("SOURCES.txt"));
      }
    } catch (IOException e) {
      throw new Failure(
          "cannot write %s: %s; name a folder that you may write to"
              .formatted(data, e.getMessage()),
          e);
    }
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(Quickstart.class.getResourceAsStream("quickstart/" + name), name);
  }

  private void load() {
    heading("Three tables, one transaction");
    command("init", lake.toString());
    command(
        "import",
        lake.toString(),
        "--create",
        "--partition-by",
        "weather=location",
        "flights=" + data.resolve("flights.csv"),
        "airports=" + data.resolve("airports.csv"),
        "weather=" + data.resolve("weather.csv"));
    command("tables", lake.toString());
    command(
        "scan",
        lake.toString(),
        "flights",
        "--where",
        "origin = 'SEA' and delay > 100",
        "--limit",
        "5");
  }

  private void twoWriters() {
    heading("Two writers append to one table: the later one is rebased");
    java("Lake lake = Lake.open(\"" + lake + "\");");
    try (Lake opened = lake.open(terminal)) {
      java("Transaction one = lake.begin(), two = lake.begin();");
      try (Transaction one = opened.begin();
          Transaction two = opened.begin()) {
        java(
            "one.append(\"flights\", LocalDateTime.of(2001, 4, 1, 8, 30), 12, 679, \"SEA\", \"SFO\");");
        one.append("flights", LocalDateTime.of(2001, 4, 1, 8, 30), 12, 679, "SEA", "SFO");
        java(
            "two.append(\"flights\", LocalDateTime.of(2001, 4, 1, 9, 10), -3, 1721, \"SEA\", \"ORD\");");
        two.append("flights", LocalDateTime.of(2001, 4, 1, 9, 10), -3, 1721, "SEA", "ORD");
        commit("one", one);
        commit("two", two);
      }
      heading("Two writers disagree: one wins, the other changes nothing");
      java("one = lake.begin(); two = lake.begin();");
      try (Transaction one = opened.begin();
          Transaction two = opened.begin()) {
        java("one.renameTable(\"weather\", \"climate\");");
        one.renameTable("weather", "climate");
        java(
            "two.append(\"weather\", \"Seattle\", LocalDate.of(2016, 1, 1), 0.0, 7.2, 1.1, 2.0, \"sun\");");
        two.append("weather", "Seattle", LocalDate.of(2016, 1, 1), 0.0, 7.2, 1.1, 2.0, "sun");
        commit("one", one);
        commit("two", two);
      }
    }
  }

  private void commit(String name, Transaction transaction) {
    java(name + ".commit();");
    long read = transaction.readVersion();
    try {
      long version = transaction.commit();
      String rebased =
          version == read + 1
              ? ""
              : ": it read version %s and was rebased onto %s, its file as it was"
                  .formatted(read, version - 1);
      terminal.line("  " + terminal.style().green("version " + version) + rebased);
    } catch (ConflictException e) {
      terminal.line("  " + terminal.style().red("ConflictException:"));
      List<String> words = List.of(String.valueOf(e.getMessage()).split(" "));
      Words.wrap(words, "  ", LINE_LENGTH).forEach(terminal::line);
    }
  }

  private void history() {
    heading("What happened, and the lake as it was");
    command("log", lake.toString());
    command("tables", lake.toString(), "--as-of", "1");
    command(
        "scan",
        lake.toString(),
        "weather",
        "--as-of",
        "1",
        "--where",
        "temp_max > 36",
        "--limit",
        "3");
  }

  private void next() {
    heading("Try next");
    terminal.line(example("describe", lake.toString(), "flights"));
    terminal.line(
        example("scan", lake.toString(), "climate", "--where", "temp_max > 35", "--format", "csv"));
    terminal.line(
        example("versions", lake.toString(), "--as-of", "1") + "   # how Spark and Trino read it");
    terminal.line(example("dump", lake.resolve("_tarn/log/00000000000000000001.json")));
    terminal.line(example("check", lake.toString(), "--deep"));
  }

  private void heading(String text) {
    terminal.line("");
    terminal.line(terminal.style().bold("# " + text));
    afterHeading = true;
  }

  private void command(String... args) {
    if (!afterHeading) {
      terminal.line("");
    }
    afterHeading = false;
    ("$ " + example(args)).lines().forEach(line -> terminal.line(terminal.style().cyan(line)));
    if (Main.run(terminal, args) != Main.DONE) {
      throw new Failure("the quickstart ends here, since a step failed");
    }
  }

  private void java(String line) {
    terminal.line(terminal.style().cyan("java> " + line));
  }

  /** A command as a user would type it, over several lines if it is long. */
  private String example(String... args) {
    StringBuilder out = new StringBuilder(program);
    int lineStart = 0;
    for (String arg : args) {
      String word = arg.matches("[-\\w./:=]+") ? arg : '"' + arg + '"';
      if (out.length() - lineStart + word.length() > LINE_LENGTH) {
        out.append(" \\\n   ");
        lineStart = out.length() - 3;
      }
      out.append(' ').append(word);
    }
    return out.toString();
  }
}
