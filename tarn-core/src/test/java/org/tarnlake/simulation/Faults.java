package org.tarnlake.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.tarnlake.lake.LakeNames;

/**
 * What happens to the calls of one process. Whether a call is hit depends on the seed, the process
 * and the number of the call alone. Guarded by the baton.
 */
final class Faults {
  private static final int MAX_PROCESSES = 4;
  private static final int MAX_BLACKOUT_CALLS = 60;

  /** The calls that decide commits are hit so many times as often as others. */
  private static final int DECIDING = 5;

  private static final Hit UNHARMED = new Hit(Fault.NONE, new SplittableRandom(0));

  private final World world;
  private final Peer peer;
  private final boolean enabled;
  private int calls;
  private int blackoutLeft;
  private Blackout blackout = Blackout.ALL_LOST;

  /** How a store does not answer. */
  private enum Blackout {
    ALL_LOST(true, Fault.LOST),
    WRITES_LOST(false, Fault.LOST),
    WRITES_LATE(false, Fault.LATE),
    WRITES_UNANSWERED(false, Fault.UNANSWERED),
    WRITES_REFUSED(false, Fault.REFUSED),
    ALL_UNANSWERED(true, Fault.UNANSWERED),
    ALL_LATE(true, Fault.LATE),
    WRITES_ANYHOW(false, Fault.LOST, Fault.LATE, Fault.UNANSWERED, Fault.REFUSED),
    ALL_ANYHOW(true, Fault.LOST, Fault.LATE, Fault.UNANSWERED, Fault.REFUSED, Fault.NONE);

    final boolean readsToo;
    final Fault[] writes;

    Blackout(boolean readsToo, Fault... writes) {
      this.readsToo = readsToo;
      this.writes = writes;
    }
  }

  Faults(World world, Peer peer, boolean enabled) {
    this.world = world;
    this.peer = peer;
    this.enabled = enabled;
  }

  /**
   * A fault and what else is random about it.
   *
   * @param random belongs to the call alone
   */
  record Hit(Fault fault, SplittableRandom random) {}

  /** What happens to the next call, given the name that it is about. */
  Hit next(Call call, String name) {
    calls++;
    if (!enabled) {
      return UNHARMED;
    }
    SplittableRandom random =
        Dice.of(world.scenario().seed(), 4, peer.client, peer.generation, calls);
    if (blackoutLeft > 0) {
      blackoutLeft--;
      return new Hit(inBlackout(call, random), random);
    }
    boolean decides = call == Call.CREATE && LakeNames.entryVersion(name) > 0;
    double rate = world.conditions().faultRate() * (decides ? DECIDING : 1);
    if (random.nextDouble() >= rate) {
      return UNHARMED;
    }
    Fault fault = draw(call, decides, random);
    String id = peer.name + "." + calls;
    if (fault == Fault.NONE || !world.scenario().happens(id)) {
      return UNHARMED;
    }
    world.happened(id);
    if (fault == Fault.BLACKOUT) {
      blackout = Blackout.values()[random.nextInt(Blackout.values().length)];
      blackoutLeft = 2 + random.nextInt(random.nextBoolean() ? 10 : MAX_BLACKOUT_CALLS);
      fault = inBlackout(call, random);
    }
    return new Hit(fault, random);
  }

  private Fault draw(Call call, boolean decides, SplittableRandom random) {
    List<Fault> candidates = new ArrayList<>();
    for (Fault fault : world.conditions().faults()) {
      boolean tooMany = fault.kills() && peer.generation >= MAX_PROCESSES - 1;
      if (fault.mayHit(call) && !tooMany) {
        candidates.add(fault);
      }
    }
    if (candidates.isEmpty()) {
      return Fault.NONE;
    }
    Fault fault = candidates.get(random.nextInt(candidates.size()));
    // What ends a process or most of its luck is rarer, but where it matters most.
    boolean grave = fault.kills() || fault == Fault.BLACKOUT;
    return grave && !decides && random.nextInt(3) > 0 ? Fault.NONE : fault;
  }

  private Fault inBlackout(Call call, SplittableRandom random) {
    boolean write = call == Call.CREATE || call == Call.REPLACE || call == Call.DELETE;
    if (!write) {
      return blackout.readsToo ? Fault.LOST : Fault.NONE;
    }
    Fault fault = blackout.writes[random.nextInt(blackout.writes.length)];
    return fault == Fault.NONE || fault.mayHit(call) ? fault : Fault.LOST;
  }
}
