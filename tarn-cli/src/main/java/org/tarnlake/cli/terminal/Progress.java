package org.tarnlake.cli.terminal;

import java.time.Duration;
import java.time.Instant;

/**
 * A line on the error stream that tells how far long work has come, on a terminal only. It appears
 * after half a second and is gone when closed. One thread at a time.
 */
public final class Progress implements AutoCloseable {
  private static final int ROWS_BETWEEN_LOOKS = 1024;
  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration INTERVAL = Duration.ofMillis(100);

  private final Terminal terminal;
  private final boolean shown;
  private final Instant start;
  private Instant due;
  private String label = "";
  private long rows;
  private int width;

  public Progress(Terminal terminal) {
    this.terminal = terminal;
    this.shown = terminal.errorsAreTerminal();
    this.start = terminal.environment().clock().instant();
    this.due = start.plus(FIRST);
  }

  /** Names what is being worked on, such as a file. */
  public void label(String text) {
    label = text;
  }

  /** Counts one row. */
  public void row() {
    rows++;
    if (shown && rows % ROWS_BETWEEN_LOOKS == 0) {
      look();
    }
  }

  /** Tells how much has been copied. */
  public void copied(long files, long bytes) {
    if (shown && isDue(terminal.environment().clock().instant())) {
      show("%s copied, %s".formatted(Words.count(files, "file"), Words.bytes(bytes)));
    }
  }

  /** How many rows were counted. */
  public long rows() {
    return rows;
  }

  private void look() {
    Instant now = terminal.environment().clock().instant();
    if (isDue(now)) {
      double seconds = Duration.between(start, now).toMillis() / 1000.0;
      show(
          "%s  %s rows  %s rows/s"
              .formatted(label, Words.number(rows), Words.number(Math.round(rows / seconds))));
    }
  }

  private boolean isDue(Instant now) {
    if (now.isBefore(due)) {
      return false;
    }
    due = now.plus(INTERVAL);
    return true;
  }

  private void show(String text) {
    terminal.error("\r" + text + " ".repeat(Math.max(0, width - text.length())));
    width = text.length();
  }

  /** Wipes the line. */
  @Override
  public void close() {
    if (width > 0) {
      terminal.error("\r" + " ".repeat(width) + "\r");
      width = 0;
    }
  }
}
