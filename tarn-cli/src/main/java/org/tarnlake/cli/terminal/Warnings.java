package org.tarnlake.cli.terminal;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.System.LoggerFinder;
import java.text.MessageFormat;
import java.util.Arrays;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * Shows the log of Tarn as a person at a terminal wants it: warnings only, one line each, on the
 * error stream. Java finds it as a service. Safe for many threads.
 */
public final class Warnings extends LoggerFinder {
  private final Terminal terminal = Terminal.system();

  @Override
  public Logger getLogger(String name, Module module) {
    return new Lines(name);
  }

  /** Versions have no thousands separators. */
  private static Object[] words(@Nullable Object[] parameters) {
    return Arrays.stream(parameters).map(String::valueOf).toArray();
  }

  private final class Lines implements Logger {
    private final String name;

    Lines(String name) {
      this.name = name;
    }

    @Override
    public String getName() {
      return name;
    }

    @Override
    public boolean isLoggable(Level level) {
      return level.getSeverity() >= Level.WARNING.getSeverity() && level != Level.OFF;
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String message,
        @Nullable Throwable thrown) {
      if (isLoggable(level)) {
        terminal.warning(thrown == null ? String.valueOf(message) : message + ": " + thrown);
      }
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String format,
        @Nullable Object @Nullable ... parameters) {
      if (isLoggable(level)) {
        String text = String.valueOf(format);
        terminal.warning(
            parameters == null || parameters.length == 0
                ? text
                : MessageFormat.format(text, words(parameters)));
      }
    }
  }
}
