package org.tarnlake.maintenance.check;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.table.action.DeltaNames;

/**
 * Reads of objects by a check: one that the store cannot read is found to be damaged, and the check
 * goes on. One thread at a time.
 */
public final class Reads {
  private final ObjectStore files;
  private final GuardedStore store;
  private final Report report;
  private final Set<String> unreadable = new HashSet<>();

  public Reads(ObjectStore store, Report report) {
    this.files = store instanceof TrialStore trial ? trial.real() : store;
    this.store = new GuardedStore(store, report);
    this.report = report;
  }

  /** What is checked; a folder that cannot be listed is reported, and looks empty. */
  ObjectStore store() {
    return store;
  }

  /** The store itself, for files that may be elsewhere on a local disk. */
  ObjectStore files() {
    return files;
  }

  /** Whether a table's folder or its log cannot be read, which is reported. */
  boolean isUnreadableTable(String location) {
    return store.isClosed(location + "/") || store.isClosed(DeltaNames.log(location));
  }

  /** An object; null if there is none, or it cannot be read, which is reported. */
  byte @Nullable [] find(String name) {
    return find(
        name,
        why -> report.damage(name, 0, "the store cannot read it: %s; restore it".formatted(why)));
  }

  /** An object to do without; null if there is none, or it cannot be read, which is noted. */
  byte @Nullable [] findOptional(String name) {
    return find(
        name,
        why -> report.note(name, "it cannot be read, and is done without: %s".formatted(why)));
  }

  private byte @Nullable [] find(String name, Consumer<String> unread) {
    try {
      return store.get(name);
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      if (unreadable.add(name)) {
        unread.accept(String.valueOf(e.getMessage()));
      }
      return null;
    }
  }

  /** Takes back what was found of the objects whose names start so; they are read anew. */
  void withdraw(String prefix) {
    unreadable.removeIf(name -> name.startsWith(prefix));
    store.reopen(prefix);
    report.withdraw(prefix);
  }

  /** Whether it was reported that an object cannot be read. */
  boolean isUnreadable(String name) {
    return unreadable.contains(name);
  }
}
