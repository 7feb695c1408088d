package org.tarnlake.crash.process;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.tarnlake.Lake;

/**
 * A process that opens a lake, prints {@code open}, commits transactions of {@link Ledger}, and
 * prints the number of each once its commit has returned. It ends when the last is committed or
 * nobody listens any more.
 *
 * <p>Arguments: the lake, the writer's number, the seed, how many transactions, and the longest
 * pause after one in milliseconds; none if it is not given.
 */
public final class LedgerWriter {
  private LedgerWriter() {}

  public static void main(String[] arguments) throws InterruptedException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    long writer = Long.parseLong(arguments[1]);
    SplittableRandom random = new SplittableRandom(Long.parseLong(arguments[2]));
    long last = Long.parseLong(arguments[3]);
    int pauseMillisMax = arguments.length > 4 ? Integer.parseInt(arguments[4]) : 0;
    try (Lake lake = Lake.open(Path.of(arguments[0]))) {
      out.println("open");
      for (long sequence = 1; sequence <= last && !out.checkError(); sequence++) {
        Ledger.commit(lake, writer, sequence, random);
        out.println(sequence);
        if (pauseMillisMax > 0) {
          Thread.sleep(random.nextInt(pauseMillisMax));
        }
      }
    }
  }
}
