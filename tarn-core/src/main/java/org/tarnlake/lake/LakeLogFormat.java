package org.tarnlake.lake;

import org.jspecify.annotations.Nullable;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.table.action.TableHead;
import org.tarnlake.table.write.WriteRules;

/** The log of a lake: entries over many tables, lake checkpoints, nothing ever cleaned up. */
record LakeLogFormat(ObjectStore store) implements LogFormat {
  @Override
  public String entryName(long version) {
    return LakeNames.entry(version);
  }

  @Override
  public byte[] encode(LogEntry entry) {
    return LogEntryCodec.encode(entry);
  }

  @Override
  public LogEntry decode(long version, byte[] bytes) {
    return LogEntryCodec.decode(version, bytes);
  }

  @Override
  public LakeState apply(LakeState before, LogEntry entry, byte[] bytes) {
    return before.apply(entry, bytes);
  }

  @Override
  public long oldestVersion() {
    return 0;
  }

  @Override
  public long oldestEntry(long newest) {
    return 1;
  }

  @Override
  public LakeCheckpoint.Content newest() {
    return LogLoader.newestCheckpoint(store);
  }

  @Override
  public LakeState atOrBefore(long version) {
    return LogLoader.checkpointAtOrBefore(store, version).state();
  }

  @Override
  public @Nullable LakeState restart(LakeState state, @Nullable RatifiedEntry last) {
    return null;
  }

  @Override
  public void requireRead(LakeState before, @Nullable RatifiedEntry last, LogEntry entry) {
    // Nothing is ever cleaned up before an entry that is still to come.
  }

  @Override
  public boolean entriesAreCommits() {
    return false;
  }

  @Override
  public boolean timesIncrease() {
    return true;
  }

  @Override
  public String versionWord() {
    return "lake version";
  }

  @Override
  public String askedVersionWord() {
    return "lake version";
  }

  @Override
  public String draftFolder() {
    return LakeNames.FOLDER;
  }

  @Override
  public void requireWritable(String table, TableHead head) {
    WriteRules.requireWritableInLake(table, head);
  }

  @Override
  public void requireLake(String otherwise) {
    // It is one.
  }
}
