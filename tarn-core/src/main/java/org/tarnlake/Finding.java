package org.tarnlake;

import java.util.List;
import org.tarnlake.argument.Argument;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.StorageException;
import org.tarnlake.maintenance.check.LakeCheck;
import org.tarnlake.maintenance.check.Report;
import org.tarnlake.store.ObjectStore;

/**
 * Something that a consistency check found. Immutable.
 *
 * @param object the object that is damaged, its name relative to the lake
 * @param line the line of it, from 1; 0 if none can be told
 * @param message what is wrong and what to do
 */
public record Finding(Severity severity, String object, int line, String message) {

  /** How bad a finding is. */
  public enum Severity {
    /** A promise of the lake is broken; something has to be done. */
    DAMAGE,

    /** Worth knowing and allowed, such as files that a rolled back transaction left. */
    NOTE
  }

  public Finding {
    Argument.require(severity, "severity", "a Severity");
    Argument.require(object, "object", "an object's name");
    Argument.require(message, "message", "a text");
  }

  /**
   * Checks the lake in a store, which need not be possible to open. Nothing is changed, and others
   * may write meanwhile. A lake is sound if no finding is {@link #isDamage damage}.
   *
   * @throws InvalidDataException if the store holds no lake
   * @throws StorageException if the store cannot be listed
   */
  public static List<Finding> of(ObjectStore store, CheckDepth depth) {
    Argument.require(store, "store", "an ObjectStore");
    Argument.require(depth, "depth", "a CheckDepth");
    List<Report.Item> items =
        switch (depth) {
          case LOGS -> LakeCheck.logs(store);
          case DATA -> LakeCheck.logsAndData(store);
        };
    return of(items);
  }

  static List<Finding> of(List<Report.Item> items) {
    return items.stream()
        .map(
            item ->
                new Finding(
                    item.isDamage() ? Severity.DAMAGE : Severity.NOTE,
                    item.object(),
                    item.line(),
                    item.message()))
        .toList();
  }

  public boolean isDamage() {
    return severity == Severity.DAMAGE;
  }

  /** As a line of text: {@code damage: object:line: message}. */
  @Override
  public String toString() {
    return "%s: %s%s: %s"
        .formatted(isDamage() ? "damage" : "note", object, line > 0 ? ":" + line : "", message);
  }
}
