package org.tarnlake.s3;

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

  private final S3Clients clients;
  private final S3Requests requests;
  private final S3Names names;
  private final S3Failure failure;
  private final Environment environment;
  private final String server;

  ConditionProbe(S3Bucket bucket) {
    this.clients = bucket.clients();
    this.requests = bucket.requests();
    this.names = bucket.names();
    this.failure = bucket.failure();
    this.environment = bucket.environment();
    this.server = clients.endpoint + "/" + names.bucket();
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
        String key = names.temporaryKey("probe-" + environment.newUuid());
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
    if (attempts.stream().anyMatch(Attempt::mayHaveWritten)) {
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
      if (e != null && isFatal(S3Answer.of(e), round)) {
        throw new NothingWrittenException(failure.message("write to", "", e), e);
      }
    }
    return won == 1;
  }

  private static boolean isFatal(S3Answer answer, int round) {
    return answer == S3Answer.REFUSED || (answer != S3Answer.TAKEN && round >= ROUNDS_MAX);
  }

  private NothingWrittenException refused(String seen) {
    String message =
        "nothing was written to %s: %s does not honour 'If-None-Match: *' (%s), so that two writers would overwrite each other; use a server that does, such as Amazon S3, Ceph or MinIO; for Google Cloud Storage use tarn-gcs"
            .formatted(names.location(), clients.endpoint, seen);
    return new NothingWrittenException(message, new IllegalStateException(seen));
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

    boolean mayHaveWritten() {
      return failure == null || S3Answer.of(failure) == S3Answer.UNKNOWN;
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
      clients.writing.putObject(
          requests.create(key, content.length, environment.newUuid().toString()),
          S3Requests.body(content, content.length));
      return new Attempt(null);
    } catch (RuntimeException e) {
      return new Attempt(e);
    }
  }

  private void delete(Set<String> made) {
    try {
      made.forEach(key -> clients.reading.deleteObject(requests.delete(key)));
    } catch (RuntimeException e) {
      LOGGER.log(
          Level.WARNING,
          "some of {0} stay, and do no harm: {1}",
          made,
          failure.message("delete in", "", e));
    }
  }
}
