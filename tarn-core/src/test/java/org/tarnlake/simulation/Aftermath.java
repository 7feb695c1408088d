package org.tarnlake.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.Snapshot;
import org.tarnlake.Table;
import org.tarnlake.error.InvalidDataException;

/**
 * What is looked at when all clients have gone and faults have stopped: somebody who comes then
 * opens the lake, while the last requests arrive, and finds what the clients were told. Guarded by
 * the baton.
 */
final class Aftermath {
  /** All late requests have arrived or are lost after this time. */
  private static final int SETTLED_MILLIS = 200;

  /** For one seed of so many the data files are read too. */
  private static final int READ_DATA = 8;

  /** For one seed of so many all changes are read. */
  private static final int READ_CHANGES = 4;

  private final World world;
  private final Peer peer;

  Aftermath(World world) {
    this.world = world;
    this.peer = new Peer(world, 0, 0, false);
    world.add(peer);
  }

  Peer peer() {
    return peer;
  }

  void run() {
    Lake lake = open();
    peer.runWaiting(lake::awaitPublished);
    world.sleep(SETTLED_MILLIS);
    peer.runWaiting(lake::awaitPublished);
    Snapshot latest = lake.latest();
    Map<String, ModelTable> tables = new LinkedHashMap<>();
    for (Table table : latest.tables()) {
      tables.put(table.name(), Row.read(table.scan(), null));
    }
    if (Math.floorMod(world.scenario().seed(), READ_CHANGES) == 0) {
      FeedReader.ofLake(world, "the last reader").read(lake, Dice.of(world.scenario().seed(), 9));
    }
    List<String> wrong = new ArrayList<>(new Verdict(world).wrong(latest.version(), tables));
    world.rules().unpublished(latest.version()).forEach(name -> wrong.add(name + " is missing"));
    boolean deep = Math.floorMod(world.scenario().seed(), READ_DATA) == 0;
    CheckDepth depth = deep ? CheckDepth.DATA : CheckDepth.LOGS;
    for (Finding finding : Finding.of(world.cloud().objects(), depth)) {
      if (finding.isDamage()) {
        wrong.add(finding.toString());
      }
    }
    lake.close();
    if (!wrong.isEmpty()) {
      world.failed(new AssertionError(String.join("\n", wrong)));
    }
  }

  private Lake open() {
    try {
      return Lake.open(peer.store(), peer.environment());
    } catch (InvalidDataException e) {
      // Nobody came so far as to make it, or nobody's request has arrived yet.
      world.sleep(SETTLED_MILLIS);
    }
    try {
      return Lake.open(peer.store(), peer.environment());
    } catch (InvalidDataException e) {
      return Lake.create(peer.store(), peer.environment());
    }
  }
}
