package org.tarnlake.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tarnlake.json.JsonWriter;

/**
 * One benchmark's table, printed when closed, and its raw figures, appended as JSON lines to {@code
 * results.jsonl} in the build folder as they come. One thread at a time.
 */
final class Report implements AutoCloseable {
  private final String benchmark;
  private final Path raw = Jvm.target().resolve("results.jsonl");
  private final double loadAtStart = load();
  private final List<String[]> rows = new ArrayList<>();

  Report(String benchmark) {
    this.benchmark = benchmark;
    rows.add(new String[] {"contender", "measure", "value", "ratio", "bar", "met"});
  }

  /** Keeps the raw figures of one run and shows them on standard error. */
  Figures raw(String contender, Figures figures) throws IOException {
    JsonWriter line =
        new JsonWriter()
            .beginObject()
            .field("at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
            .field("benchmark", benchmark)
            .field("contender", contender)
            .field("load", load());
    figures.values().forEach(line::field);
    Files.writeString(
        raw,
        line.endObject().toText() + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    System.err.printf("  %-16s %s%n", contender, figures.line());
    return figures;
  }

  /** A row for information. */
  void row(String contender, String measure, String value, String ratio) {
    rows.add(new String[] {contender, measure, value, ratio, "", ""});
  }

  void row(String contender, String measure, String value) {
    row(contender, measure, value, "");
  }

  /** A row whose ratio has a bar it must not exceed. */
  void atMost(double bar, String contender, String measure, String value, double ratio) {
    judged("at most " + number(bar), ratio <= bar, contender, measure, value, ratio);
  }

  /** A row whose ratio has a bar it must reach. */
  void atLeast(double bar, String contender, String measure, String value, double ratio) {
    judged("at least " + number(bar), ratio >= bar, contender, measure, value, ratio);
  }

  private void judged(
      String bar, boolean met, String contender, String measure, String value, double ratio) {
    rows.add(new String[] {contender, measure, value, number(ratio), bar, met ? "yes" : "NO"});
  }

  /** A number with about three digits that matter. */
  static String number(double value) {
    double size = Math.abs(value);
    String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 0.1 ? "%.2f" : "%.4f";
    String text = String.format(Locale.ROOT, format, value);
    return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
  }

  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  /** Prints the table as Markdown, with the load of the machine before and after. */
  @Override
  public void close() {
    int[] widths = new int[rows.get(0).length];
    for (String[] row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%n### %s%n%s cores, load average %.1f before and %.1f after%n%n",
        benchmark,
        Runtime.getRuntime().availableProcessors(),
        loadAtStart,
        load());
    for (int r = 0; r < rows.size(); r++) {
      StringBuilder line = new StringBuilder("|");
      StringBuilder rule = new StringBuilder("|");
      for (int i = 0; i < widths.length; i++) {
        line.append(' ').append(padded(rows.get(r)[i], widths[i])).append(" |");
        rule.append("-".repeat(widths[i] + 2)).append('|');
      }
      System.out.println(line);
      if (r == 0) {
        System.out.println(rule);
      }
    }
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(width - text.length());
  }
}
