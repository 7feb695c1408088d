package org.tarnlake.store.remote;

import java.util.List;
import java.util.function.Function;
import org.tarnlake.store.remote.FaultProxy.Fate;

/** Of every four requests one meets a trouble, of each kind in turn. */
public final class EveryFourth implements Function<HttpMessage, Fate> {
  private static final List<Fate> TROUBLES =
      List.of(
          new Fate.CutAfter(),
          new Fate.AnsweredAfter(500, "InternalError"),
          new Fate.CutBefore(),
          new Fate.Late(20),
          new Fate.Slow(50));

  private int count;

  @Override
  public synchronized Fate apply(HttpMessage request) {
    count++;
    return count % 4 == 0 ? TROUBLES.get(count / 4 % TROUBLES.size()) : FaultProxy.PASSES;
  }
}
