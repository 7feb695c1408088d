package org.tarnlake.lake;

import java.util.Objects;
import org.tarnlake.error.CorruptionException;

/**
 * A lake as of one version. Immutable.
 *
 * @param version the lake version, 0 before the first commit
 * @param timestampMillis when it was committed, in milliseconds since 1970
 * @param catalog its tables
 * @param sequences how far applications have come
 * @param end where its log ends with that version
 */
public record LakeState(
    long version, long timestampMillis, Catalog catalog, Sequences sequences, LogEnd end) {
  public LakeState {
    Objects.requireNonNull(catalog, "catalog");
    Objects.requireNonNull(sequences, "sequences");
    Objects.requireNonNull(end, "end");
  }

  /** A new lake, before its first commit. */
  public static LakeState initial(LakeIdentity identity) {
    return new LakeState(
        0,
        identity.createdMillis(),
        Catalog.empty(),
        Sequences.NONE,
        LogEnd.beforeFirst(identity.lakeId()));
  }

  /** The table of a log that has just one, its own. */
  public CatalogTable onlyTable() {
    return catalog.tables().iterator().next();
  }

  /**
   * The state after the next entry. Throws CorruptionException if the entry breaks an invariant.
   *
   * @param bytes of the entry
   */
  public LakeState apply(LogEntry entry, byte[] bytes) {
    if (entry.lakeVersion() != version + 1) {
      throw new CorruptionException(
          "%s does not follow lake version %s"
              .formatted(LakeNames.entry(entry.lakeVersion()), version));
    }
    if (!entry.follows().equals(end)) {
      throw new CorruptionException(
          "%s does not follow lake version %s of this lake: %s; run 'tarn check', then restore the log from a backup"
              .formatted(
                  LakeNames.entry(entry.lakeVersion()),
                  version,
                  end.differenceFrom(entry.follows())));
    }
    if (version > 0 && entry.timestampMillis() <= timestampMillis) {
      throw new CorruptionException(
          "%s: its timestamp %s is not after the previous one, %s; run 'tarn check'"
              .formatted(
                  LakeNames.entry(entry.lakeVersion()), entry.timestampMillis(), timestampMillis));
    }
    return new LakeState(
        entry.lakeVersion(),
        entry.timestampMillis(),
        catalog.apply(entry),
        sequences.apply(entry.lakeVersion(), entry.sequences()),
        end.after(bytes));
  }
}
