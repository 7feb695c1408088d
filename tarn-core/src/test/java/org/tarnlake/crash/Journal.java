package org.tarnlake.crash;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.tarnlake.Lake;

/**
 * What clients tried to commit and what they were told, held against what a lake shows. Safe for
 * many threads.
 *
 * <p>Every lake version must be accounted for: by the transactions that were told that it holds
 * them, or by some whose outcome nobody was told. Whatever a version holds it holds whole, and what
 * was refused is nowhere.
 */
final class Journal {
  private static final int SHOWN_CHANGES = 8;

  /** How many versions before the newest are looked at. */
  private static final int WINDOW = 4;

  private enum State {
    UNKNOWN,
    COMMITTED,
    REFUSED
  }

  /** One try to commit. Its outcome is unknown until it is told. */
  final class Attempt {
    private final String client;
    private final List<Change> changes;
    private State state = State.UNKNOWN;
    private long version;
    private String told = "unknown";

    private Attempt(String client, List<Change> changes) {
      this.client = client;
      this.changes = List.copyOf(changes);
    }

    void committed(long lakeVersion) {
      tell(State.COMMITTED, lakeVersion, "version " + lakeVersion);
    }

    /** Certainly nothing was committed. */
    void refused(String why) {
      tell(State.REFUSED, 0, why);
    }

    private void tell(State newState, long lakeVersion, String words) {
      synchronized (Journal.this) {
        state = newState;
        version = lakeVersion;
        told = words;
      }
    }

    /** Whether it is known to be committed. */
    boolean isCommitted() {
      synchronized (Journal.this) {
        return state == State.COMMITTED;
      }
    }

    @Override
    public String toString() {
      Object what = changes.size() > SHOWN_CHANGES ? changes.size() + " changes" : changes;
      return client + ": " + what + ": " + told;
    }
  }

  private final List<Attempt> attempts = new ArrayList<>();

  /** A journal that goes on from this one. */
  synchronized Journal copy() {
    Journal copy = new Journal();
    for (Attempt each : attempts) {
      Attempt same = copy.begin(each.client, each.changes);
      same.tell(each.state, each.version, each.told);
    }
    return copy;
  }

  /** Notes a commit before it is tried. */
  synchronized Attempt begin(String client, List<Change> changes) {
    Attempt attempt = new Attempt(client, changes);
    attempts.add(attempt);
    return attempt;
  }

  /** All attempts in the order they were made, with their outcomes. */
  synchronized List<String> outcomes() {
    return attempts.stream().map(Attempt::toString).toList();
  }

  /**
   * Fails unless the lake shows, as of its newest version and of a few before it, what may be
   * visible. Then those of unknown outcome that are visible are known to be committed.
   */
  synchronized void settle(Lake lake) {
    long latest = lake.latest().version();
    TreeMap<Long, Model> shown = new TreeMap<>();
    for (long version = Math.max(0, latest - WINDOW); version <= latest; version++) {
      shown.put(version, Model.of(lake.asOf(version)));
    }
    List<Attempt> unknown = attempts.stream().filter(a -> a.state == State.UNKNOWN).toList();
    List<Long> places = new ArrayList<>();
    SortedSet<Long> untold = untold(latest);
    // Who is about to be told may share a version with others who were: they were one group.
    Set<Long> choices = new LinkedHashSet<>(untold);
    choices.add(0L);
    choices.addAll(shown.keySet());
    if (!place(unknown, untold, choices, shown, places)) {
      throw new AssertionError(
          "the lake shows\n  %s\nwhich is not what these add up to, unknown ones taken or left:\n  %s"
              .formatted(
                  shown.entrySet().stream()
                      .map(each -> "version " + each.getKey() + ": " + each.getValue().tables())
                      .collect(Collectors.joining("\n  ")),
                  String.join("\n  ", outcomes())));
    }
    for (int i = 0; i < unknown.size(); i++) {
      if (places.get(i) > 0) {
        unknown.get(i).committed(places.get(i));
      }
    }
  }

  /** The versions that no transaction was told of. */
  private SortedSet<Long> untold(long latest) {
    TreeSet<Long> untold = new TreeSet<>();
    for (long version = 1; version <= latest; version++) {
      untold.add(version);
    }
    for (Attempt attempt : attempts) {
      if (attempt.state == State.COMMITTED) {
        if (attempt.version > latest) {
          throw new AssertionError(
              "the lake ends at version %d, but %s".formatted(latest, attempt));
        }
        untold.remove(attempt.version);
      }
    }
    return untold;
  }

  /**
   * Tries to find a version among some, or none (0), for each attempt of unknown outcome, so that
   * every untold version has one and all add up to what is shown.
   */
  private boolean place(
      List<Attempt> unknown,
      SortedSet<Long> untold,
      Set<Long> choices,
      SortedMap<Long, Model> shown,
      List<Long> places) {
    int next = places.size();
    if (next == unknown.size()) {
      for (int i = 0; i < next; i++) {
        unknown.get(i).version = places.get(i);
      }
      return places.containsAll(untold)
          && shown.entrySet().stream().allMatch(each -> at(each.getKey()).equals(each.getValue()));
    }
    for (long choice : choices) {
      places.add(choice);
      if (place(unknown, untold, choices, shown, places)) {
        return true;
      }
      places.remove(next);
    }
    return false;
  }

  /** What committed attempts, and those of unknown outcome that have a version, add up to. */
  private Model at(long version) {
    Model model = Model.EMPTY;
    for (long each = 1; each <= version; each++) {
      for (Attempt attempt : attempts) {
        if (attempt.state != State.REFUSED && attempt.version == each) {
          model = model.after(attempt.changes);
        }
      }
    }
    return model;
  }
}
