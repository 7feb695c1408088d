package org.tarnlake.cli.terminal;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.env.Environment;

/**
 * Where answers and errors go, and what can be shown there. Text is UTF-8. One thread at a time.
 *
 * <p>Colours are used on a terminal only, and not if {@code NO_COLOR} is set or {@code TERM} is
 * {@code dumb}.
 */
public final class Terminal {
  /** The width of text that goes to a file or a pipe: nothing is cut. */
  public static final int UNLIMITED = Integer.MAX_VALUE;

  private final OutputStream out;
  private final OutputStream err;
  private final Map<String, String> variables;
  private final Environment environment;
  private final boolean outIsTerminal;
  private final boolean errIsTerminal;

  private Terminal(
      OutputStream out,
      OutputStream err,
      Map<String, String> variables,
      Environment environment,
      boolean outIsTerminal,
      boolean errIsTerminal) {
    this.out = out;
    this.err = err;
    this.variables = variables;
    this.environment = environment;
    this.outIsTerminal = outIsTerminal;
    this.errIsTerminal = errIsTerminal;
  }

  /**
   * The streams of this process. The launcher says in {@code TARN_TERMINAL} which of them are a
   * terminal: {@code 1}, {@code 2}, {@code 12} or none. Java alone could not tell them apart.
   */
  public static Terminal system() {
    Map<String, String> variables = System.getenv();
    String terminals = variables.getOrDefault("TARN_TERMINAL", "");
    return new Terminal(
        new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16),
        new BufferedOutputStream(new FileOutputStream(FileDescriptor.err), 1 << 10),
        variables,
        Environment.system(),
        terminals.contains("1"),
        terminals.contains("2"));
  }

  /** Streams that are no terminal, with the given environment variables. */
  public static Terminal of(
      OutputStream out, OutputStream err, Map<String, String> variables, Environment environment) {
    return new Terminal(out, err, Map.copyOf(variables), environment, false, false);
  }

  /** The same streams, treated as a terminal. */
  public Terminal asTerminal() {
    return new Terminal(out, err, variables, environment, true, true);
  }

  /** The value of an environment variable. */
  public @Nullable String variable(String name) {
    return variables.get(name);
  }

  /** Where files are that nobody needs when the command has ended. */
  public Path temporaryFolder() {
    String given = variables.getOrDefault("TMPDIR", "");
    return Path.of(given.isEmpty() ? System.getProperty("java.io.tmpdir") : given);
  }

  public Environment environment() {
    return environment;
  }

  public boolean isTerminal() {
    return outIsTerminal;
  }

  /** Whether progress may be shown. */
  public boolean errorsAreTerminal() {
    return errIsTerminal;
  }

  /** How many columns a line of output may take. */
  public int width() {
    if (!outIsTerminal) {
      return UNLIMITED;
    }
    String columns = variables.getOrDefault("COLUMNS", "");
    boolean number =
        !columns.isEmpty() && columns.length() < 5 && columns.chars().allMatch(Character::isDigit);
    int width = number ? Integer.parseInt(columns) : 0;
    // A terminal that does not know its width says 0.
    return width > 0 ? Math.max(20, width) : 80;
  }

  /** How to style output. */
  public Style style() {
    return outIsTerminal && colours() ? Style.COLOURED : Style.PLAIN;
  }

  /** How to style errors and progress. */
  public Style errorStyle() {
    return errIsTerminal && colours() ? Style.COLOURED : Style.PLAIN;
  }

  private boolean colours() {
    return variables.getOrDefault("NO_COLOR", "").isEmpty()
        && !variables.getOrDefault("TERM", "").equals("dumb");
  }

  /** Writes text and a line break to the output. */
  public void line(String text) {
    print(text + "\n");
  }

  /** Writes text to the output. */
  public void print(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    write(bytes, 0, bytes.length);
  }

  /**
   * Writes bytes to the output.
   *
   * @throws OutputClosed if nobody reads it any more
   * @throws Failure if it cannot be written, as on a full disk
   */
  public void write(byte[] bytes, int offset, int length) {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Hands to the system what was written; fails as {@link #write} does. */
  public void flush() {
    try {
      out.flush();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static RuntimeException failed(IOException e) {
    String why = String.valueOf(e.getMessage());
    return why.contains("Broken pipe") || why.contains("pipe is being closed")
        ? new OutputClosed(e)
        : new Failure("cannot write the output: " + why, e);
  }

  /**
   * Writes text and a line break to the error stream at once; a failure to do so has nowhere to go.
   */
  public void errorLine(String text) {
    error(text + "\n");
  }

  /** Tells at once what somebody should look at, though the work goes on. */
  public void warning(String message) {
    errorLine(errorStyle().red("tarn: warning:") + " " + message);
  }

  /** Tells at once what failed. */
  public void failure(String message) {
    errorLine(errorStyle().red("tarn:") + " " + message);
  }

  /** Writes text to the error stream at once; any thread may, and its text stays in one piece. */
  public void error(String text) {
    try {
      synchronized (err) {
        err.write(text.getBytes(StandardCharsets.UTF_8));
        err.flush();
      }
    } catch (IOException e) {
      // Nobody listens.
    }
  }
}
