package org.tarnlake.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.tarnlake.Isolation;

/**
 * Lists with transactions under snapshot isolation, serializable on request, as a judge of the
 * checker: right, or broken in one way. One thread at a time; what clients do may be interleaved in
 * any way.
 */
final class ListStore {
  private final @Nullable Defect defect;
  private final WriteRule rule;
  private final SplittableRandom random;
  private final Map<String, List<Entry>> lists = new HashMap<>();
  private final Map<String, Session> writers = new HashMap<>();
  private @Nullable Session committing;
  private long version;

  /** A value in a list, with the version from which on each site shows it. */
  private static final class Entry {
    final long value;
    final Session by;
    final long[] since;

    Entry(long value, Session by, long... since) {
      this.value = value;
      this.by = by;
      this.since = since;
    }
  }

  ListStore(@Nullable Defect defect, WriteRule rule, SplittableRandom random) {
    this.defect = defect;
    this.rule = rule;
    this.random = random;
  }

  Session begin(Isolation isolation) {
    boolean past = defect == Defect.BEGINS_IN_THE_PAST && random.nextInt(4) == 0;
    long read = past ? Math.max(0, version - random.nextInt(1, 4)) : version;
    return new Session(isolation, read, random.nextInt(2));
  }

  private List<Entry> list(String key) {
    return lists.computeIfAbsent(key, name -> new ArrayList<>());
  }

  /** What is in a list at last, whatever the defect. */
  List<Long> content(String key) {
    return list(key).stream().map(entry -> entry.value).toList();
  }

  private boolean showsUncommitted() {
    return defect == Defect.READS_UNCOMMITTED
        || defect == Defect.SHOWS_APPENDS_AT_ONCE
        || defect == Defect.SHOWS_UNCOMMITTED_IN_A_CIRCLE;
  }

  private boolean oftenIs(Defect which) {
    return defect == which && random.nextInt(4) == 0;
  }

  /** One transaction. */
  final class Session {
    private final Isolation isolation;
    private final long readVersion;
    private final int site;
    private final Map<String, List<Long>> own = new LinkedHashMap<>();
    private final Map<String, Long> versions = new HashMap<>();
    private final Set<String> reads = new LinkedHashSet<>();
    private final List<String> toApply = new ArrayList<>();
    private boolean isChecked;
    private @Nullable Boolean committed;

    Session(Isolation isolation, long readVersion, int site) {
      this.isolation = isolation;
      this.readVersion = readVersion;
      this.site = site;
    }

    /** Appends. Returns false if the transaction has to give up. */
    boolean append(String key, long value) {
      if (showsUncommitted()) {
        Session writer = writers.putIfAbsent(key, this);
        if (writer != null && writer != this) {
          return false;
        }
        list(key).add(new Entry(value, this, 0, 0));
      }
      own.computeIfAbsent(key, name -> new ArrayList<>()).add(value);
      return true;
    }

    List<Long> read(String key) {
      reads.add(key);
      List<Long> values = new ArrayList<>();
      long at = versionOf(key);
      for (Entry entry : list(key)) {
        if (entry.by != this && entry.since[site] <= at) {
          values.add(entry.value);
        }
      }
      if (values.size() > 1 && oftenIs(Defect.REORDERS)) {
        Collections.swap(values, values.size() - 1, values.size() - 2);
      }
      if (oftenIs(Defect.INVENTS)) {
        values.add(-random.nextLong(1, 1_000_000));
      }
      if (defect != Defect.HIDES_OWN_APPENDS) {
        values.addAll(own.getOrDefault(key, List.of()));
      }
      return values;
    }

    private long versionOf(String key) {
      if (defect == Defect.READS_LATEST_EACH_TIME) {
        return version;
      }
      if (defect == Defect.READS_EACH_KEY_AT_ANOTHER_VERSION
          || defect == Defect.READS_ANOTHER_VERSION_OF_SINGLE_WRITERS) {
        return versions.computeIfAbsent(key, name -> version);
      }
      return readVersion;
    }

    /** Gives up. */
    void abort() {
      own.keySet().forEach(key -> list(key).removeIf(entry -> entry.by == this));
      writers.values().removeIf(writer -> writer == this);
    }

    /** Goes on committing. Returns whether it committed, or null if that is not decided yet. */
    @Nullable Boolean commit() {
      if (committed == null && !waits()) {
        if (!isChecked && conflicts()) {
          committed = false;
          abort();
        } else {
          if (!isChecked) {
            toApply.addAll(own.keySet());
          }
          isChecked = true;
          committed = apply() ? true : null;
        }
      }
      return committed;
    }

    /** Whether another one that commits is to end first. */
    private boolean waits() {
      if (defect == Defect.REPLICATES_LATE) {
        return own.keySet().stream()
            .anyMatch(key -> writers.computeIfAbsent(key, name -> this) != this);
      }
      return committing != null && committing != this && defect != Defect.MIXES_COMMITS;
    }

    private boolean conflicts() {
      if (showsUncommitted()) {
        return false;
      }
      boolean checksWrites =
          rule == WriteRule.FIRST_COMMITTER_WINS && defect != Defect.NO_CHECK_OF_WRITES;
      boolean checksReads =
          isolation == Isolation.SERIALIZABLE && defect != Defect.NO_CHECK_OF_READS;
      return (checksWrites && own.keySet().stream().anyMatch(this::isChanged))
          || (checksReads && !own.isEmpty() && reads.stream().anyMatch(this::isChanged));
    }

    private boolean isChanged(String key) {
      return list(key).stream().anyMatch(entry -> entry.since[0] > readVersion);
    }

    /** Goes on making it visible. Returns whether all is. */
    private boolean apply() {
      version++;
      if (defect == Defect.REPLICATES_LATE) {
        if (toApply.isEmpty()) {
          arrive();
          return true;
        }
        toApply.forEach(this::apply);
        toApply.clear();
        return false;
      }
      if (defect == Defect.COMMITS_KEY_BY_KEY || defect == Defect.MIXES_COMMITS) {
        if (!toApply.isEmpty()) {
          apply(toApply.remove(random.nextInt(toApply.size())));
        }
      } else {
        applyAll();
        toApply.clear();
      }
      committing = toApply.isEmpty() ? null : this;
      return toApply.isEmpty();
    }

    private void applyAll() {
      if (oftenIs(Defect.COMMITS_HALF) && toApply.size() > 1) {
        toApply.remove(0);
      }
      if (!oftenIs(Defect.FORGETS_COMMITS)) {
        toApply.forEach(this::apply);
      }
      if (oftenIs(Defect.COMMITS_TWICE)) {
        version++;
        toApply.forEach(this::apply);
      }
      if (oftenIs(Defect.FORGETS_COMMITS_LATER)) {
        forgetOne();
      }
    }

    private void apply(String key) {
      if (showsUncommitted()) {
        writers.remove(key);
        return;
      }
      boolean late = defect == Defect.REPLICATES_LATE;
      for (long value : own.getOrDefault(key, List.of())) {
        long here = late && homeOf(key) == 1 ? Long.MAX_VALUE : version;
        long there = late && homeOf(key) == 0 ? Long.MAX_VALUE : version;
        list(key).add(new Entry(value, this, here, there));
      }
    }

    private static int homeOf(String key) {
      return key.charAt(0) % 2;
    }

    /** Makes what this committed visible at the other site too. */
    private void arrive() {
      for (String key : own.keySet()) {
        for (Entry entry : list(key)) {
          if (entry.by == this) {
            entry.since[1 - homeOf(key)] = version;
          }
        }
        writers.remove(key);
      }
    }

    private void forgetOne() {
      List<Session> all =
          lists.values().stream().flatMap(List::stream).map(entry -> entry.by).distinct().toList();
      if (!all.isEmpty()) {
        Session forgotten = all.get(random.nextInt(all.size()));
        lists.values().forEach(list -> list.removeIf(entry -> entry.by == forgotten));
      }
    }
  }
}
