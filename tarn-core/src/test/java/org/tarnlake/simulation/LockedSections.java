package org.tarnlake.simulation;

import java.lang.StackWalker.StackFrame;
import java.util.Map;
import java.util.Set;

/**
 * The parts of Tarn that hold a lock while they call the store. Whoever adds one and forgets it
 * here finds the simulation hanging, with a stack trace that names it.
 */
final class LockedSections {
  private static final Map<String, Set<String>> SECTIONS =
      Map.of(
          "org.tarnlake.lake.LakeLog", Set.of("refresh", "advance"),
          "org.tarnlake.lake.TableLoader", Set.of("load"));

  private static final StackWalker WALKER = StackWalker.getInstance();

  private LockedSections() {}

  /** Whether the calling thread is in one. */
  static boolean entered() {
    return WALKER.walk(frames -> frames.anyMatch(LockedSections::isSection));
  }

  private static boolean isSection(StackFrame frame) {
    Set<String> methods = SECTIONS.get(frame.getClassName());
    return methods != null && methods.contains(frame.getMethodName());
  }
}
