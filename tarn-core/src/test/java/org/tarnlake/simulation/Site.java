package org.tarnlake.simulation;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.tarnlake.Lake;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.StorageException;

/**
 * What the threads of one client share: a process at a time, and the lake that it has open. Guarded
 * by the baton.
 */
final class Site {
  private static final int OPEN_ATTEMPTS = 12;

  private static final int GROUP = 3;
  private static final int GATHER_MILLIS = 2000;

  private final World world;
  private final int number;
  private Peer peer;
  private @Nullable Lake lake;
  private boolean opening;
  private int threads;
  private int gathered;
  private int gathering;

  Site(World world, int number) {
    this.world = world;
    this.number = number;
    this.threads = world.conditions().threads();
    this.peer = new Peer(world, number, 0, true);
    world.add(peer);
  }

  int number() {
    return number;
  }

  /** Its process. */
  Peer peer() {
    return peer;
  }

  /** Moves the running thread, whose process was killed, into a new one. */
  void comeBack() {
    Peer dead = world.running().peer;
    if (peer == dead) {
      lake = null;
      peer = new Peer(world, number, dead.generation + 1, true);
      world.add(peer);
    }
    world.move(peer);
    world.await(dead::isDeserted);
  }

  /** The lake, which is opened or made if need be; null if the store failed again and again. */
  @Nullable Lake open(SplittableRandom random) {
    if (opening) {
      world.await(() -> !opening);
    }
    opening = true;
    try {
      for (int tries = 0; lake == null && tries < OPEN_ATTEMPTS; tries++) {
        tryToOpen(random);
      }
    } finally {
      opening = false;
    }
    return lake;
  }

  private void tryToOpen(SplittableRandom random) {
    SimulatedStore store = peer.store();
    try {
      lake = Lake.open(store, peer.environment());
      world.trace("opened", "", "");
    } catch (StorageException e) {
      world.requireFaults(e);
      world.sleep(random.nextInt(50));
    } catch (InvalidDataException e) {
      make(store);
    }
  }

  private void make(SimulatedStore store) {
    if (!world.beginning().isNothing()) {
      world.failed(new AssertionError("the lake is gone"));
    }
    try {
      lake = Lake.create(store, peer.environment());
    } catch (StorageException e) {
      world.requireFaults(e);
    } catch (InvalidDataException e) {
      // Another client was faster, or this one's own request came late: it can be opened.
      world.trace("made by another", "", "");
    }
  }

  /** Waits for other threads that want to commit too, so that they share an entry; not for long. */
  void gather() {
    if (!isAlone()) {
      gathered++;
      int mine = gathering;
      world.await(() -> gathered >= GROUP || gathering > mine, GATHER_MILLIS);
      gathered = 0;
      gathering++;
    }
  }

  /** Whether the running thread is the only one. */
  boolean isAlone() {
    return threads == 1;
  }

  /** Closes the lake. */
  void close() {
    Lake open = lake;
    if (open != null) {
      lake = null;
      peer.runWaiting(open::close);
      world.trace("closed", "", "");
    }
  }

  /** The running thread ends. */
  void leave() {
    threads--;
    if (threads == 0) {
      peer.kill();
    }
  }
}
