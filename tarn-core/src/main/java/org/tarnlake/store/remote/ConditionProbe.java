package org.tarnlake.store.remote;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.tarnlake.env.Environment;
import org.tarnlake.store.NothingWrittenException;
import org.tarnlake.store.RequestFailedException;

/**
 * Finds out, before anything is written, whether a server honours the condition that all of a lake
 * rests on. Safe for many threads.
 *
 * <p>Several writers put one fresh name at the same moment, some rounds long: a server that looks
 * for the name and then writes has two winners now and then, though it refuses a later put. One of
 * which half of all such races have two winners passes {@value #ROUNDS} rounds with a probability
 * of a sixty-fourth, and one that ignores the condition never.
 */
final class ConditionProbe {
  private static final Logger LOGGER = System.getLogger(ConditionProbe.class.getName());
  private static final int ROUNDS = 6;
  private static final int ROUNDS_MAX = 10;
  private static final int WRITERS = 8;
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final int CONTENT_BYTES = 64;

  /**
   * The buckets that passed, each with its server. It is a fact about the server, so that a process
   * need not ask for each lake again; other processes may meet another server.
   */
  private static final Set<String> PASSED = ConcurrentHashMap.newKeySet();

  private final Remote remote;
  private final RemoteObjects objects;
  private final Environment environment;
  private final String server;

  ConditionProbe(Remote remote) {
    this.remote = remote;
    this.objects = remote.objects();
    this.environment = remote.environment();
    this.server = remote.server();
  }

  /**
   * Returns if the server honours the condition.
   *
   * @throws NothingWrittenException if it does not, or that cannot be found out
   */
  void require() throws NothingWrittenException {
    if (!PASSED.contains(server)) {
      race();
    }
  }

  private synchronized void race() throws NothingWrittenException {
    if (PASSED.contains(server)) {
      return;
    }
    Set<String> made = new LinkedHashSet<>();
    try (Interrupts interrupts = new Interrupts()) {
      int clear = 0;
      for (int round = 1; clear < ROUNDS; round++) {
        String key = remote.names().temporaryKey("probe-" + environment.newUuid());
        if (isClear(key, round, made)) {
          clear++;
        } else {
          environment.pause().pause(PAUSE.multipliedBy(round));
        }
        interrupts.clear();
      }
      PASSED.add(server);
    } finally {
      delete(made);
    }
  }

  /** Whether one writer won and, at first, another that came later lost. */
  private boolean isClear(String key, int round, Set<String> made) throws NothingWrittenException {
    List<CompletableFuture<Attempt>> others = new ArrayList<>();
    for (int writer = 1; writer < WRITERS; writer++) {
      others.add(start(key));
    }
    List<Attempt> attempts = new ArrayList<>(List.of(put(key)));
    for (CompletableFuture<Attempt> each : others) {
      attempts.add(each.join());
    }
    if (attempts.stream().anyMatch(this::mayHaveWritten)) {
      made.add(key);
    }
    long won = attempts.stream().filter(Attempt::hasWon).count();
    if (won > 1) {
      throw refused("%s of %s creations of one name succeeded".formatted(won, WRITERS));
    }
    if (won == 1 && round == 1) {
      Attempt late = put(key);
      if (late.hasWon()) {
        throw refused("an object that was there was created again");
      }
      attempts.add(late);
    }
    for (Attempt each : attempts) {
      RuntimeException e = each.failure();
      if (e != null && isFatal(objects.answer(e), round)) {
        throw remote.nothingWritten("write to", "", e);
      }
    }
    if (won == 0 && round >= ROUNDS_MAX) {
      throw refused("no creation of a fresh name succeeded, %s times over".formatted(round));
    }
    return won == 1;
  }

  private boolean mayHaveWritten(Attempt attempt) {
    RuntimeException e = attempt.failure();
    return e == null || objects.answer(e) == RemoteAnswer.UNKNOWN;
  }

  private static boolean isFatal(RemoteAnswer answer, int round) {
    return answer == RemoteAnswer.REFUSED || (answer != RemoteAnswer.TAKEN && round >= ROUNDS_MAX);
  }

  private NothingWrittenException refused(String seen) {
    String reason =
        "%s does not honour '%s' (%s), so that two writers would overwrite each other; %s"
            .formatted(objects.endpoint(), objects.condition(), seen, objects.alternative());
    RequestFailedException failure =
        new RequestFailedException(
            "nothing was written to " + remote.names().location(),
            reason,
            true,
            new IllegalStateException(seen));
    return new NothingWrittenException(String.valueOf(failure.getMessage()), failure);
  }

  /**
   * One try to create the object.
   *
   * @param failure why it did not; null if it did
   */
  private record Attempt(@Nullable RuntimeException failure) {
    boolean hasWon() {
      return failure == null;
    }
  }

  private CompletableFuture<Attempt> start(String key) {
    try {
      return CompletableFuture.supplyAsync(() -> put(key), environment.background());
    } catch (RejectedExecutionException noThreadIsLeft) {
      return CompletableFuture.completedFuture(put(key));
    }
  }

  private Attempt put(String key) {
    byte[] content = new byte[CONTENT_BYTES];
    try {
      objects.create(key, content, content.length, remote.newToken());
      return new Attempt(null);
    } catch (RuntimeException e) {
      return new Attempt(e);
    }
  }

  private void delete(Set<String> made) {
    try {
      made.forEach(objects::delete);
    } catch (RuntimeException e) {
      LOGGER.log(
          Level.WARNING,
          "some of {0} stay, and do no harm: {1}",
          made,
          remote.message("delete in", "", e));
    }
  }
}
