package org.tarnlake.standalone;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.tarnlake.Lake;
import org.tarnlake.error.CommitUnknownException;
import org.tarnlake.error.TarnException;

/**
 * A process that appends rows to a Delta table of its own, one by one, and prints the id of each
 * once its commit has returned. It ends when nobody listens any more, or its input ends.
 *
 * <p>Arguments: the table's folder, the first id.
 */
final class StoppedWriter {
  /** Stands before the id of a row of whose commit nobody knows. */
  static final String UNKNOWN = "unknown ";

  /** Stands before the id of a row that is certainly not committed. */
  static final String FAILED = "failed ";

  private StoppedWriter() {}

  public static void main(String[] arguments) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Path folder = Path.of(arguments[0]);
    try (Lake lake = Lake.open(folder)) {
      for (long id = Long.parseLong(arguments[1]);
          System.in.available() == 0 && !out.checkError();
          id++) {
        long row = id;
        try {
          lake.transact(tx -> tx.append("t", row));
          out.println(id);
        } catch (CommitUnknownException e) {
          out.println(UNKNOWN + id);
        } catch (TarnException e) {
          out.println(FAILED + id + ": " + e);
        }
      }
    }
  }
}
