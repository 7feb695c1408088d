package org.tarnlake.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.read.DataFiles;

/**
 * One run of a seed: the store, the processes, and what has happened. Guarded by the baton; one
 * thread at a time makes and runs it.
 */
final class World {
  /** Some days after the beginning was made. */
  private static final long EPOCH_MILLIS = 1_700_000_000_000L;

  private final Scenario scenario;
  private final Conditions conditions;
  private final Scheduler scheduler;
  private final Beginning beginning;
  private final Cloud cloud;
  private final StoreRules rules;
  private final LateRequests late = new LateRequests();
  private final Trace trace;
  private final List<Attempt> attempts = new ArrayList<>();
  private final List<FeedReader> feedReaders = new ArrayList<>();
  private final Landings landings;
  private final Set<String> turns = new TreeSet<>();
  private final Set<String> faults = new TreeSet<>();
  private final List<Peer> peers = new ArrayList<>();
  private @Nullable Throwable failure;
  private int commits;

  World(Scenario scenario, Carrier.Pool pool, Cloud.Lie lie, boolean readable) {
    this.scenario = scenario;
    this.conditions = Conditions.of(scenario.seed());
    this.trace = new Trace(readable);
    double stay = scenario.schedule() == 0 ? conditions.stay() : 1 - 0.9 / scenario.schedule();
    this.scheduler =
        new Scheduler(
            pool, Dice.of(scenario.seed(), 5, scenario.schedule()), stay, this::arriveLateRequests);
    this.beginning = Beginning.of(conditions.start());
    var objects = beginning.copyOfObjects(this::time);
    this.rules = beginning.rules().copy(objects, this::violated);
    this.cloud = new Cloud(this, objects, rules, lie);
    this.landings =
        new Landings(
            attempts,
            rules,
            new DataFiles(new RatifiedFiles(objects, rules)),
            conditions.start().entries,
            conditions.threads() > 1,
            this::violated);
  }

  /** Runs the clients to their ends, then looks at what they left. */
  Result run() {
    for (int number = 1; number <= conditions.clients(); number++) {
      Site site = new Site(this, number);
      for (int thread = 0; thread < conditions.threads(); thread++) {
        Client client = new Client(this, site, thread);
        scheduler.spawn(client.name(), site.peer(), () -> guarded(client::run));
      }
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

  Landings landings() {
    return landings;
  }

  long now() {
    return scheduler.now();
  }

  /** The right time, by which the store dates objects. */
  Instant time() {
    return Instant.ofEpochMilli(EPOCH_MILLIS + now());
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

  void await(BooleanSupplier condition, long maxMillis) {
    scheduler.await(condition, maxMillis);
  }

  /** Lets the running actor go on without the baton until it asks for anything of the world. */
  void detach() {
    scheduler.detach();
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

  void add(FeedReader reader) {
    feedReaders.add(reader);
  }

  List<FeedReader> feedReaders() {
    return feedReaders;
  }

  /** A number for each commit that a client asks for, in their order. */
  int nextCommit() {
    return ++commits;
  }

  /** Position in real time. */
  int event() {
    return trace.events();
  }

  void trace(String what, String object, String outcome) {
    Actor actor = running();
    trace.add(now(), actor.name, what, object, outcome);
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

  /** The calling actor, which has the baton from here on. */
  Actor running() {
    return scheduler.running();
  }

  /**
   * Fails if something went wrong with the store though no fault happened and no clock runs so far
   * ahead that its commits are refused.
   */
  void requireFaults(Exception e) {
    running();
    if (faults.isEmpty() && !conditions.hasFarClocks()) {
      failed(new AssertionError("it failed without a fault", e));
    }
  }

  private void arriveLateRequests() {
    late.arrive(now());
  }
}
