package org.tarnlake.crash.power;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process whose file system loses its power. For each line of its input, a number, it opens its
 * folder and prints {@code there} with the numbers of the transactions that it finds, then {@code
 * ready}. From the given number on it commits transactions until commits fail, prints the number of
 * each when its commit has returned, and {@code failed} with the number of one that certainly was
 * not committed. Then it closes the folder and prints {@code closed}. If there is no telling what
 * is there, it prints {@code unreadable} with the reason instead. For the number 0 it only tells
 * what is there.
 *
 * <p>Any program that does so, in any language, can be a victim. Arguments: what to run, its
 * folder.
 */
final class VictimProcess {
  /** After so many commits in a row that failed, a client takes the disk for gone. */
  private static final int FAILURES_MAX = 3;

  private final Victim victim;
  private final PrintStream out;

  private VictimProcess(Victim victim, PrintStream out) {
    this.victim = victim;
    this.out = out;
  }

  public static void main(String[] arguments) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      try (Victim victim = open(arguments[0], Path.of(arguments[1]))) {
        new VictimProcess(victim, out).run(Long.parseLong(line));
      } catch (Exception e) {
        out.println("unreadable " + e);
      }
      out.println("closed");
    }
  }

  private static Victim open(String name, Path folder) throws IOException {
    return switch (name) {
      case "tarn" -> TarnVictim.open(folder);
      case "tarn-without-folder-sync" -> TarnVictim.openUnsynced(folder);
      default -> throw new IllegalArgumentException("no victim " + name);
    };
  }

  private void run(long first) throws Exception {
    out.println("there " + Numbers.text(victim.list()));
    out.println("ready");
    if (first == 0) {
      return;
    }
    List<Thread> threads = new ArrayList<>();
    for (int client = 0; client < victim.clients(); client++) {
      int own = client;
      threads.add(new Thread(() -> commitAll(own, first + own)));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void commitAll(int client, long first) {
    int failures = 0;
    for (long number = first; failures < FAILURES_MAX; number += victim.clients()) {
      try {
        victim.commit(client, number);
        out.println(number);
        failures = 0;
      } catch (Victim.NotCommitted e) {
        out.println("failed " + number);
        failures++;
      } catch (Exception e) {
        failures++;
      }
    }
  }
}
