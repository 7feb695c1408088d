package org.tarnlake.simulation;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What may happen to a call of the store. */
enum Fault {
  NONE,
  /** The request is lost: no effect, and no answer. */
  LOST(Call.values()),
  /** No effect, and the store says so. */
  REFUSED(Call.CREATE),
  /** The effect happens, the answer is lost. */
  UNANSWERED(Call.CREATE, Call.REPLACE, Call.DELETE),
  /** No answer now; the request arrives later, perhaps long after its sender gave up or died. */
  LATE(Call.CREATE, Call.REPLACE, Call.DELETE),
  /** The request arrives twice at once; the answer is that to the second. */
  DOUBLED(Call.CREATE, Call.REPLACE, Call.DELETE),
  /** The request is answered well, and arrives once more later. */
  ECHOED(Call.CREATE, Call.REPLACE, Call.DELETE),
  /** The request is on its way for long. */
  SLOW_REQUEST(Call.values()),
  /** The answer is on its way for long. */
  SLOW_ANSWER(Call.values()),
  /** The clock of the process jumps, forwards or back. */
  CLOCK_JUMP(Call.values()),
  /** The store does not answer this process for many calls. */
  BLACKOUT(Call.values()),
  /** The process is killed before the call. */
  KILLED(Call.values()),
  /** The process is killed with the request on its way. */
  KILLED_SENDING(Call.CREATE, Call.REPLACE, Call.DELETE),
  /** The process is killed before the answer reaches it. */
  KILLED_WAITING(Call.CREATE, Call.REPLACE, Call.DELETE);

  private final Set<Call> calls;

  Fault(Call... calls) {
    this.calls = calls.length == 0 ? Set.of() : EnumSet.copyOf(List.of(calls));
  }

  boolean mayHit(Call call) {
    return calls.contains(call);
  }

  /** Whether the process ends with it. */
  boolean kills() {
    return this == KILLED || this == KILLED_SENDING || this == KILLED_WAITING;
  }
}
