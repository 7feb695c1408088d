package org.tarnlake.bench.crash;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.tarnlake.bench.peer.Contenders;
import org.tarnlake.bench.work.ListedCommits;

/**
 * A peer whose file system loses its power. As {@code org.tarnlake.crash.power.VictimProcess} does
 * for Tarn, and {@code ./campaign.sh powercuts} expects it: reads a number, prints {@code there}
 * with the numbers that it finds, {@code ready}, and then each number from the given one on when
 * its commit has returned, until commits fail. For the number 0 it only tells what is there.
 *
 * <p>Arguments: the contender, its folder.
 */
public final class PeerVictim {
  private static final int FAILURES_MAX = 3;

  private PeerVictim() {}

  public static void main(String[] arguments) throws Exception {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    System.setOut(System.err); // What libraries print is no answer.
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    long first = Long.parseLong(in.readLine());
    Path folder = Path.of(arguments[1]);
    try {
      Files.createDirectories(folder);
      // Not closed: the power is gone, and what a clean end would do is not to be seen.
      run(Contenders.listedCommits(arguments[0], folder), first, out);
    } catch (Exception | LinkageError e) {
      out.println("unreadable " + String.valueOf(e).replace('\n', ' '));
    }
    out.println("closed");
    Runtime.getRuntime().halt(0);
  }

  private static void run(ListedCommits commits, long first, PrintStream out) throws Exception {
    String there = commits.ids().stream().map(String::valueOf).collect(Collectors.joining(" "));
    out.println("there " + there);
    out.println("ready");
    int failures = 0;
    for (long number = first; first > 0 && failures < FAILURES_MAX; number++) {
      try {
        commits.commit(number, "victim");
        out.println(number);
        failures = 0;
      } catch (Exception e) {
        failures++;
      }
    }
  }
}
