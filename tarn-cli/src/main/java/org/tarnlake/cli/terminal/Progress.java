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
  private Instant labelled;
  private String label = "";
  private long rows;
  private long rowsBefore;
  private long readBytes;
  private long sizeBytes = -1;
  private int width;

  public Progress(Terminal terminal) {
    this.terminal = terminal;
    this.shown = terminal.errorsAreTerminal();
    this.start = terminal.environment().clock().instant();
    this.labelled = start;
    this.due = start.plus(FIRST);
  }

  /** Names what is being worked on, such as a file. */
  public void label(String text) {
    label = text;
    rowsBefore = rows;
    readBytes = 0;
    sizeBytes = -1;
    if (shown) {
      labelled = terminal.environment().clock().instant();
    }
  }

  /**
   * Tells how much of a file was read.
   *
   * @param ofBytes the whole file; -1 if its size is not known
   */
  public void read(long bytes, long ofBytes) {
    readBytes = bytes;
    sizeBytes = ofBytes;
    if (shown) {
      look();
    }
  }

  /** Counts one row. */
  public void row() {
    rows++;
    if (shown && rows % ROWS_BETWEEN_LOOKS == 0) {
      look();
    }
  }

  /** Counts several rows. */
  public void rows(int count) {
    rows += count;
    if (shown) {
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
      double seconds = Duration.between(labelled, now).toMillis() / 1000.0;
      StringBuilder text = new StringBuilder(label);
      if (sizeBytes > 0) {
        text.append("  ").append(Words.bytes(readBytes));
        text.append(" of ").append(Words.bytes(sizeBytes));
      }
      long read = rows - rowsBefore;
      if (read > 0) {
        text.append("  ").append(Words.number(read)).append(" rows  ");
        text.append(Words.number(Math.round(read / seconds))).append(" rows/s");
      }
      if (sizeBytes > 0 && readBytes > 0) {
        double left = seconds * (sizeBytes - readBytes) / readBytes;
        text.append("  ").append(Math.round(left)).append(" s left");
      }
      show(text.toString());
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

  @Override
  public void close() {
    wipe();
  }

  /** Wipes the line, until there is more to tell. */
  public void wipe() {
    if (width > 0) {
      terminal.error("\r" + " ".repeat(width) + "\r");
      width = 0;
    }
  }
}
