package org.tarnlake.crash.power;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.tarnlake.Lake;
import org.tarnlake.crash.process.Ledger;
import org.tarnlake.crash.process.LedgerAudit;
import org.tarnlake.env.Environment;
import org.tarnlake.error.StorageException;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.local.LocalStore;
import org.tarnlake.store.local.UnsyncedFolders;

/**
 * Tarn: two clients that know nothing of each other, as two processes do, and commit transactions
 * of {@link Ledger} to one lake.
 */
final class TarnVictim implements Victim {
  private static final int CLIENTS = 2;

  private final List<Lake> lakes = new ArrayList<>();

  private TarnVictim() {}

  /** Opens the lake in a folder; makes it if there is none. */
  static TarnVictim open(Path folder) throws IOException {
    return open(folder, LocalStore::open);
  }

  /** As {@link #open(Path)} on a store that syncs no folder. */
  static TarnVictim openUnsynced(Path folder) throws IOException {
    return open(folder, UnsyncedFolders::open);
  }

  @FunctionalInterface
  private interface Opener {
    ObjectStore open(Path folder) throws IOException;
  }

  private static TarnVictim open(Path folder, Opener opener) throws IOException {
    if (!Files.exists(folder)) {
      Ledger.create(folder);
    }
    TarnVictim victim = new TarnVictim();
    for (int client = 0; client < CLIENTS; client++) {
      victim.lakes.add(Lake.open(opener.open(folder), impatient()));
    }
    return victim;
  }

  /** A real environment but for its pauses: a disk that is gone need not be waited for. */
  private static Environment impatient() {
    Environment real = Environment.system();
    return new Environment(
        real.clock(),
        real.random(),
        duration -> real.pause().pause(Duration.ofMillis(Math.min(2, duration.toMillis()))),
        real.background());
  }

  @Override
  public int clients() {
    return CLIENTS;
  }

  @Override
  public List<Long> list() {
    LedgerAudit found = LedgerAudit.of(lakes.get(0).latest());
    if (!found.half().isEmpty() || !found.doubled().isEmpty()) {
      throw new IllegalStateException("half: " + found.half() + ", doubled: " + found.doubled());
    }
    List<Long> numbers = new ArrayList<>();
    for (int client = 0; client < CLIENTS; client++) {
      numbers.addAll(found.sequences(client));
    }
    return numbers;
  }

  @Override
  public void commit(int client, long number) throws NotCommitted {
    try {
      Ledger.commit(lakes.get(client), client, number, new SplittableRandom(number));
    } catch (StorageException e) {
      throw new NotCommitted(e);
    }
  }

  @Override
  public void close() {
    lakes.forEach(Lake::close);
  }
}
