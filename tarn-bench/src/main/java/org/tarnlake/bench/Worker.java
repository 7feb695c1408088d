package org.tarnlake.bench;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The child's side of {@link Fork}: opens one task, runs it once for each line of standard input
 * (the arguments, separated by spaces), answers each with a line of figures that starts with
 * {@code @}, and closes the task when the input ends.
 */
public final class Worker {
  static final String ANSWER = "@ ";

  private Worker() {}

  /** Serves the task named by the first argument; the others are the task's own. */
  public static void main(String[] args) throws Exception {
    PrintStream answers =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    System.setOut(System.err); // What libraries print is no answer.
    List<String> arguments = List.of(args).subList(1, args.length);
    BufferedReader requests =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (Task task = Tasks.open(args[0], arguments)) {
      String request;
      while ((request = requests.readLine()) != null) {
        answers.println(ANSWER + task.run(List.of(request.split(" "))).line());
      }
    }
    answers.println(ANSWER + "closed=1");
  }
}
