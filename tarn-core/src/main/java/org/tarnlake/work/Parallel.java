package org.tarnlake.work;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a few tasks at a time, the caller's thread among those that run them: so it works, one task
 * after another, also where no other thread is free. Stateless.
 */
public final class Parallel {
  private Parallel() {}

  /**
   * Runs all tasks and waits for them; then throws the first failure, the others suppressed in it.
   *
   * @param width how many run at a time at most
   */
  public static void run(ExecutorService executor, int width, List<? extends Runnable> tasks) {
    ConcurrentLinkedQueue<Deferred> queue = new ConcurrentLinkedQueue<>();
    tasks.forEach(task -> queue.add(Deferred.of(task)));
    List<Deferred> all = List.copyOf(queue);
    for (int i = 1; i < Math.min(width, all.size()); i++) {
      try {
        executor.execute(() -> drain(queue));
      } catch (RejectedExecutionException e) {
        // Without threads to help, the caller does it all.
        break;
      }
    }
    drain(queue);
    Throwable failure = null;
    for (Deferred task : all) {
      Throwable each = task.outcome();
      if (failure == null) {
        failure = each;
      } else if (each != null && each != failure) {
        failure.addSuppressed(each);
      }
    }
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
  }

  /**
   * Asks all questions and waits for the answers; fails as {@link #run}.
   *
   * @param width how many are asked at a time at most
   * @return the answers, in the order of the questions
   */
  public static <T extends @Nullable Object> List<T> all(
      ExecutorService executor, int width, List<? extends Supplier<? extends T>> questions) {
    List<AtomicReference<T>> answers = new ArrayList<>();
    List<Runnable> tasks = new ArrayList<>();
    for (Supplier<? extends T> question : questions) {
      AtomicReference<T> answer = new AtomicReference<>();
      answers.add(answer);
      tasks.add(() -> answer.set(question.get()));
    }
    run(executor, width, tasks);
    List<T> all = new ArrayList<>(answers.size());
    answers.forEach(answer -> all.add(answer.get()));
    return all;
  }

  private static void drain(ConcurrentLinkedQueue<Deferred> queue) {
    for (Deferred task = queue.poll(); task != null; task = queue.poll()) {
      task.run();
    }
  }
}
