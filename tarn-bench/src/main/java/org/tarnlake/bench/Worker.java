package org.tarnlake.bench;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;

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
    List<String> arguments = List.of(args).subList(1, args.length);
    serve(() -> Tasks.open(args[0], arguments));
  }

  /** Serves a task that is opened here, after what it prints was led away from the answers. */
  public static void serve(Callable<Task> opened) throws Exception {
    PrintStream answers =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    System.setOut(System.err); // What libraries print is no answer.
    BufferedReader requests =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (Task task = opened.call()) {
      String request;
      while ((request = requests.readLine()) != null) {
        answers.println(ANSWER + task.run(List.of(request.split(" "))).line());
      }
    }
    answers.println(ANSWER + "closed=1");
  }
}
