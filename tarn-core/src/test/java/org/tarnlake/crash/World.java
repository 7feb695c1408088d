package org.tarnlake.crash;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.tarnlake.store.FaultyStore;
import org.tarnlake.store.GatedStore;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.testing.ManualTime;

/** One store in memory, and the processes that share it. One thread at a time. */
final class World {
  private final MemoryStore store = new MemoryStore();
  private final ManualTime time = new ManualTime();
  private final Journal journal;
  private final String victim;
  private final Consumer<FaultyStore> plan;
  private final Map<String, Process> processes = new LinkedHashMap<>();
  private final List<Client> clients = new ArrayList<>();

  /** A process whose calls to the store may fail, end with its death, or be held up. */
  private static final class Process implements Machine {
    private final FaultyStore faults;
    private final GatedStore gates;

    Process(ObjectStore store) {
      this.faults = new FaultyStore(store);
      this.gates = new GatedStore(faults);
    }

    @Override
    public ObjectStore openStore() {
      return gates;
    }

    @Override
    public boolean isDead() {
      return faults.hasCrashed();
    }

    @Override
    public void mend() {
      faults.heal();
    }
  }

  private World(Journal journal, String victim, Consumer<FaultyStore> plan) {
    this.journal = journal;
    this.victim = victim;
    this.plan = plan;
  }

  /** An empty store without any faults. */
  static World empty() {
    return new World(new Journal(), "", faults -> {});
  }

  /** The same objects and journal in a store of its own, with faults planned for one process. */
  World copy(String victimName, Consumer<FaultyStore> faults) {
    World copy = new World(journal.copy(), victimName, faults);
    try {
      for (ObjectInfo object : store.list("", "")) {
        copy.store.put(object.name(), store.get(object.name()));
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return copy;
  }

  /** Starts a process, which has no lake open yet. */
  Client start(String name) {
    return start(name, false);
  }

  /** As {@link #start}, for one whose transactions write files after a few rows. */
  Client startWithSmallBuffers(String name) {
    return start(name, true);
  }

  private Client start(String name, boolean smallBuffers) {
    Process process = new Process(store);
    if (name.equals(victim)) {
      plan.accept(process.faults);
    }
    if (processes.put(name, process) != null) {
      throw new AssertionError("a second process " + name);
    }
    Client client =
        new Client(name, process, journal, time, processes.size() + seed(), smallBuffers);
    clients.add(client);
    return client;
  }

  /** All that were started. */
  List<Client> clients() {
    return List.copyOf(clients);
  }

  /** Processes never make the same identifiers, not even those that share a prepared store. */
  private long seed() {
    return 1000L * store.list("", "").size();
  }

  /** Holds up a process' calls on a name. */
  GatedStore.Gate gate(String name, String object) {
    return process(name).gates.gate(object::equals);
  }

  private Process process(String name) {
    Process process = processes.get(name);
    if (process == null) {
      throw new AssertionError("no process " + name);
    }
    return process;
  }

  FaultyStore victimsStore() {
    return process(victim).faults;
  }

  ObjectStore store() {
    return store;
  }

  Journal journal() {
    return journal;
  }
}
