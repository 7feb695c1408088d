package org.tarnlake.crash;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.Isolation;
import org.tarnlake.Transaction;
import org.tarnlake.error.CommitUnknownException;
import org.tarnlake.error.ConflictException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.StorageException;

/**
 * A transaction of a client that may die meanwhile, or be told that the store failed: then it rolls
 * back and runs all of it again. One thread at a time.
 */
final class Tx {
  private final Client client;
  private final Isolation isolation;
  private final List<Change> changes = new ArrayList<>();

  /** Null when it was rolled back and has to begin again. */
  private @Nullable Transaction open;

  private boolean refused;

  Tx(Client client, Isolation isolation) {
    this.client = client;
    this.isolation = isolation;
    run(() -> beginAndRunAll());
  }

  /** Says statements. */
  Tx with(Change... more) {
    for (Change change : more) {
      changes.add(change);
      run(
          () -> {
            if (open == null) {
              beginAndRunAll();
            } else {
              client.say(change, open);
            }
          });
    }
    return this;
  }

  private void run(Runnable statement) {
    if (refused) {
      return;
    }
    client.untilItWorks(
        () -> {
          try {
            statement.run();
          } catch (InvalidDataException e) {
            refused = true;
            rollBack();
          } catch (StorageException e) {
            rollBack();
            throw e;
          }
        });
  }

  private void beginAndRunAll() {
    Transaction begun = client.lake().begin(isolation);
    open = begun;
    changes.forEach(change -> client.say(change, begun));
  }

  private void rollBack() {
    Transaction begun = open;
    open = null;
    if (begun != null && begun.isOpen()) {
      begun.rollback();
    }
  }

  /** Gives it up. */
  void rollback() {
    if (!client.isDead()) {
      client.journal().begin(client.name(), changes).refused("rolled back");
      rollBack();
    }
  }

  /** Commits; again if nothing was committed because the store failed. */
  void commit() {
    if (client.isDead()) {
      return;
    }
    Journal.Attempt attempt = client.journal().begin(client.name(), changes);
    Transaction begun = open;
    if (refused || begun == null) {
      attempt.refused("refused");
      return;
    }
    try {
      attempt.committed(begun.commit());
    } catch (ConflictException e) {
      attempt.refused("conflict");
    } catch (StorageException e) {
      attempt.refused("failed");
      if (!client.isDead()) {
        client.recover(e);
        again();
      }
    } catch (CommitUnknownException e) {
      if (!client.isDead()) {
        client.recover(e);
        client.settle();
        if (!attempt.isCommitted()) {
          // From now on another thread that settles must not take the next try for this one.
          attempt.refused("not there");
          again();
        }
      }
    }
  }

  private void again() {
    new Tx(client, isolation).with(changes.toArray(Change[]::new)).commit();
  }
}
