package org.tarnlake.maintenance;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tarnlake.store.ObjectStore;

/**
 * Reads of objects by a check: one that the store cannot read is found to be damaged, and the check
 * goes on. One thread at a time.
 */
final class Reads {
  private final ObjectStore store;
  private final Report report;
  private final Set<String> unreadable = new HashSet<>();

  Reads(ObjectStore store, Report report) {
    this.store = store;
    this.report = report;
  }

  ObjectStore store() {
    return store;
  }

  /** An object; null if there is none, or it cannot be read, which is reported. */
  byte @Nullable [] find(String name) {
    try {
      return store.get(name);
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      if (unreadable.add(name)) {
        report.damage(
            name, 0, "the store cannot read it: %s; restore it".formatted(e.getMessage()));
      }
      return null;
    }
  }

  /** Takes back what was found of the objects whose names start so; they are read anew. */
  void withdraw(String prefix) {
    unreadable.removeIf(name -> name.startsWith(prefix));
    report.withdraw(prefix);
  }

  /** Whether it was reported that an object cannot be read. */
  boolean isUnreadable(String name) {
    return unreadable.contains(name);
  }
}
