package org.tarnlake.work;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The batches of units, one unit after another, of which a few are read ahead in parallel. One
 * thread at a time.
 */
public final class ReadAhead<T> implements AutoCloseable {
  /** As many units as keep every processor busy, and one for the caller to take from. */
  public static final int WIDTH = Runtime.getRuntime().availableProcessors() + 1;

  private final Iterator<ScanUnit<T>> planned;
  private final int width;
  private final @Nullable ExecutorService background;
  private final ArrayDeque<ScanUnit<T>> window = new ArrayDeque<>();
  private boolean closed;

  /**
   * @param planned the units, planned when their turn comes
   * @param width how many are read at a time; with 1 nothing is read ahead
   * @param background reads ahead; null if nothing does
   */
  public ReadAhead(Iterator<ScanUnit<T>> planned, int width, @Nullable ExecutorService background) {
    this.planned = planned;
    this.width = width;
    this.background = background;
  }

  /** The next batch, or null at the end. */
  public @Nullable T next() {
    while (!closed) {
      fillWindow();
      ScanUnit<T> unit = window.peek();
      if (unit == null) {
        return null;
      }
      T batch = unit.next();
      if (batch != null) {
        keepAhead(unit);
        return batch;
      }
      window.remove();
      // There may be memory now for those that found none before.
      window.forEach(this::keepAhead);
    }
    return null;
  }

  private void fillWindow() {
    while (window.size() < width && planned.hasNext()) {
      ScanUnit<T> unit = planned.next();
      window.add(unit);
      keepAhead(unit);
    }
  }

  private void keepAhead(ScanUnit<T> unit) {
    if (background == null || width == 1 || !unit.isIdle()) {
      return;
    }
    try {
      background.execute(unit::readAhead);
    } catch (RejectedExecutionException e) {
      // Without threads to help, next() reads everything itself.
      return;
    }
  }

  @Override
  public void close() {
    closed = true;
    window.forEach(ScanUnit::close);
    window.clear();
  }
}
