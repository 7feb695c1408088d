package org.tarnlake.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.tarnlake.lake.LakeNames;

/**
 * One run of a seed: the store, the processes, and what has happened. Guarded by the baton; one
 * thread at a time makes and runs it.
 */
final class World {
  private final Scenario scenario;
  private final Conditions conditions;
  private final Scheduler scheduler;
  private final Beginning beginning;
  private final Cloud cloud;
  private final StoreRules rules;
  private final LateRequests late = new LateRequests();
  private final Trace trace;
  private final List<Attempt> attempts = new ArrayList<>();
  private final TreeMap<Long, Attempt> landed = new TreeMap<>();
  private final Set<String> turns = new TreeSet<>();
  private final Set<String> faults = new TreeSet<>();
  private final List<Peer> peers = new ArrayList<>();
  private @Nullable Throwable failure;
  private long lastLanded;

  World(Scenario scenario, Carrier.Pool pool, Cloud.Lie lie, boolean readable) {
    this.scenario = scenario;
    this.conditions = Conditions.of(scenario.seed());
    this.trace = new Trace(readable);
    this.beginning = Beginning.of(conditions.start());
    var objects = beginning.copyOfObjects();
    this.rules = beginning.rules().copy(objects, this::violated);
    this.cloud = new Cloud(this, objects, rules, lie);
    this.lastLanded = conditions.start().entries;
    double stay = scenario.schedule() == 0 ? conditions.stay() : 1 - 0.9 / scenario.schedule();
    this.scheduler =
        new Scheduler(
            pool, Dice.of(scenario.seed(), 5, scenario.schedule()), stay, this::arriveLateRequests);
  }

  /** Runs the clients to their ends, then looks at what they left. */
  Result run() {
    for (int client = 1; client <= conditions.clients(); client++) {
      Client each = new Client(this, client);
      scheduler.spawn(Integer.toString(client), each.peer(), () -> guarded(each::run));
    }
    runScheduler();
    if (failure == null) {
      late.settle(now(), Dice.of(scenario.seed(), 6));
      Aftermath aftermath = new Aftermath(this);
      scheduler.spawn("end", aftermath.peer(), () -> guarded(aftermath::run));
      runScheduler();
    }
    return new Result(scenario, trace, turns, faults, attempts.size(), failure);
  }

  private void runScheduler() {
    scheduler.run();
    if (scheduler.isStuck()) {
      failed(new AssertionError("all threads wait for what none of them will do"));
    }
  }

  private void guarded(Runnable work) {
    try {
      work.run();
    } catch (Killed e) {
      // The process is dead, or all are because something failed.
      return;
    } catch (Throwable e) {
      failed(e);
    }
  }

  /** Ends the run: the first failure is what it tells. */
  void failed(Throwable e) {
    if (failure == null) {
      failure = e;
      trace.add(now(), "", "FAILED", String.valueOf(e.getMessage()), "");
    }
    peers.forEach(Peer::kill);
  }

  private void violated(String what) {
    failed(new AssertionError(what));
  }

  boolean hasFailed() {
    return failure != null;
  }

  Scenario scenario() {
    return scenario;
  }

  Conditions conditions() {
    return conditions;
  }

  Beginning beginning() {
    return beginning;
  }

  Cloud cloud() {
    return cloud;
  }

  StoreRules rules() {
    return rules;
  }

  LateRequests late() {
    return late;
  }

  List<Attempt> attempts() {
    return attempts;
  }

  /** What landed in the log in this run, by version. */
  TreeMap<Long, Attempt> landings() {
    return landed;
  }

  long now() {
    return scheduler.now();
  }

  void pass() {
    scheduler.pass();
  }

  void sleep(long millis) {
    scheduler.sleep(millis);
  }

  void await(BooleanSupplier condition) {
    scheduler.await(condition);
  }

  /** A new process takes the place of the running actor's, which is dead. */
  void move(Peer to) {
    Actor actor = scheduler.running();
    actor.peer.left();
    actor.peer = to;
    to.arrived();
  }

  void spawn(String name, Peer peer, Runnable work) {
    scheduler.spawn(name, peer, () -> guarded(work));
  }

  void add(Peer peer) {
    peers.add(peer);
  }

  /** Position in real time. */
  int event() {
    return trace.events();
  }

  void trace(String what, String object, String outcome) {
    trace.add(now(), scheduler.running().name, what, object, outcome);
  }

  boolean takesPlace(String turn) {
    if (!scenario.takesPlace(turn)) {
      return false;
    }
    turns.add(turn);
    return true;
  }

  void happened(String fault) {
    faults.add(fault);
  }

  Actor running() {
    return scheduler.running();
  }

  /** Notes an entry that has landed, and whose it is. Returns whether it has. */
  boolean landed(String name, boolean created, @Nullable Attempt attempt) {
    long version = LakeNames.entryVersion(name);
    if (version <= 0 || !created) {
      return created;
    }
    if (attempt == null || !attempt.committing) {
      violated("entry %d is of no commit".formatted(version));
    } else if (landed.containsValue(attempt)) {
      violated("%s is committed twice, again as %d".formatted(attempt, version));
    } else {
      landed.put(version, attempt);
      lastLanded = version;
    }
    return true;
  }

  /** Where a transaction stands in the log; the version that it read if it is not there. */
  long landingOf(Attempt attempt) {
    for (var each : landed.entrySet()) {
      if (each.getValue() == attempt) {
        return each.getKey();
      }
    }
    return attempt.readVersion;
  }

  /** Fails if something went wrong with the store though no fault happened. */
  void requireFaults(Exception e) {
    if (faults.isEmpty()) {
      failed(new AssertionError("it failed without a fault", e));
    }
  }

  /** The newest version in the log. */
  long lastLanded() {
    return lastLanded;
  }

  private void arriveLateRequests() {
    late.arrive(now());
  }
}
