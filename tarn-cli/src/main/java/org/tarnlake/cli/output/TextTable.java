package org.tarnlake.cli.output;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.cli.terminal.Style;

/**
 * Aligned columns under a header. The first rows (1,000) decide the widths; what follows streams.
 * Cells that do not fit the given width are cut, widest columns first, and columns that do not fit
 * even so are left out, from the right. One thread at a time.
 */
public final class TextTable {
  private static final int SAMPLE_ROWS = 1000;
  private static final int LEAST_WIDTH = 8;
  private static final String GAP = "  ";
  private static final String NULL = "null";

  /**
   * A column.
   *
   * @param right whether its cells, being numbers, stand on the right
   */
  public record Column(String header, boolean right) {
    /** A column of text. */
    public static Column text(String header) {
      return new Column(header, false);
    }

    /** A column of numbers. */
    public static Column number(String header) {
      return new Column(header, true);
    }
  }

  private final Sink sink;
  private final Style style;
  private final int width;
  private final List<Column> columns;
  private final List<@Nullable String[]> sample = new ArrayList<>();
  private int[] widths = new int[0];
  private boolean started;
  private int shown;

  /**
   * @param width how many columns of the terminal a line may take
   */
  public TextTable(Sink sink, Style style, int width, List<Column> columns) {
    this.sink = sink;
    this.style = style;
    this.width = width;
    this.columns = List.copyOf(columns);
    this.shown = columns.size();
  }

  /** Adds a row; a null cell is shown as {@code null}, dim. */
  public void row(@Nullable String... cells) {
    @Nullable String[] visible = new @Nullable String[cells.length];
    for (int i = 0; i < cells.length; i++) {
      String cell = cells[i];
      visible[i] = cell == null ? null : DisplayText.visible(cell);
    }
    if (started) {
      print(visible);
      return;
    }
    sample.add(visible);
    if (sample.size() == SAMPLE_ROWS) {
      start();
    }
  }

  /** Prints what was held back. */
  public void end() {
    if (!started) {
      start();
    }
  }

  /** How many columns were left out for want of room. */
  public int columnsHidden() {
    return columns.size() - shown;
  }

  private void start() {
    started = true;
    measure();
    fit();
    StringBuilder header = new StringBuilder();
    StringBuilder rule = new StringBuilder();
    for (int i = 0; i < shown; i++) {
      String name = DisplayText.visible(columns.get(i).header());
      append(header, i, name, style.bold(DisplayText.cut(name, widths[i])));
      rule.append(i == 0 ? "" : GAP).append("─".repeat(widths[i]));
    }
    sink.line(header.toString().stripTrailing());
    sink.line(style.dim(rule.toString()));
    sample.forEach(this::print);
    sample.clear();
  }

  private void measure() {
    widths = new int[columns.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(1, DisplayText.width(DisplayText.visible(columns.get(i).header())));
      for (@Nullable String[] row : sample) {
        String cell = row[i];
        widths[i] = Math.max(widths[i], cell == null ? NULL.length() : DisplayText.width(cell));
      }
    }
  }

  /** Narrows the widest columns until all fit or none may shrink; then hides the last ones. */
  private void fit() {
    long total = Arrays.stream(widths).asLongStream().sum() + (long) GAP.length() * (shown - 1);
    while (total > width) {
      int widest = 0;
      for (int i = 1; i < shown; i++) {
        if (widths[i] > widths[widest]) {
          widest = i;
        }
      }
      if (widths[widest] <= LEAST_WIDTH) {
        if (shown == 1) {
          return;
        }
        shown--;
        total -= widths[shown] + GAP.length();
      } else {
        widths[widest]--;
        total--;
      }
    }
  }

  private void print(@Nullable String[] cells) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < shown; i++) {
      String cell = cells[i];
      String text = DisplayText.cut(cell == null ? NULL : cell, cutWidth(i));
      append(line, i, text, cell == null ? style.dim(text) : text);
    }
    sink.line(line.toString().stripTrailing());
  }

  /** A file or a pipe takes cells of any width. */
  private int cutWidth(int column) {
    return width == Integer.MAX_VALUE ? width : widths[column];
  }

  private void append(StringBuilder line, int column, String text, String styled) {
    if (column > 0) {
      line.append(GAP);
    }
    int space = Math.max(0, widths[column] - DisplayText.width(text));
    boolean right = columns.get(column).right();
    if (right) {
      line.append(" ".repeat(space));
    }
    line.append(styled);
    if (!right && column < shown - 1) {
      line.append(" ".repeat(space));
    }
  }
}
