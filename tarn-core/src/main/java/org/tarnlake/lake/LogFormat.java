package org.tarnlake.lake;

import org.jspecify.annotations.Nullable;
import org.tarnlake.table.action.TableHead;

/**
 * What the entries of a log are in the store: a lake's own ({@link LakeLogFormat}), or the commits
 * of one Delta table ({@link TableLogFormat}). Safe for many threads.
 */
public sealed interface LogFormat permits LakeLogFormat, TableLogFormat {

  /** The object that holds an entry. */
  String entryName(long version);

  byte[] encode(LogEntry entry);

  /** Reads an entry whose name promises a version. */
  LogEntry decode(long version, byte[] bytes);

  /**
   * The state after the next entry. Throws CorruptionException if it breaks an invariant.
   *
   * @param bytes of the entry
   */
  LakeState apply(LakeState before, LogEntry entry, byte[] bytes);

  /** The oldest version that can be read. */
  long oldestVersion();

  /** The oldest version whose entry is there; one more than the newest if there is none. */
  long oldestEntry(long newest);

  /** A state near the end of the log, to begin with. */
  LakeCheckpoint.Content newest();

  /** A state at or before a version that exists, from which entries lead there. */
  LakeState atOrBefore(long version);

  /**
   * Where the log is to be read anew, because entries after a state may have been cleaned up
   * unread; null if the entry that follows the state is simply the next one.
   *
   * @param last the entry that made the state, if it is known
   */
  @Nullable LakeState restart(LakeState state, @Nullable RatifiedEntry last);

  /**
   * Looks whether readers come past an entry that was just put after a state.
   *
   * @param last the entry that made the state, if it is known
   * @throws org.tarnlake.error.ConflictException if others had committed in its place; it is gone
   * @throws org.tarnlake.error.CommitUnknownException if that cannot be told
   * @throws org.tarnlake.error.StorageException if the store fails
   */
  void requireRead(LakeState before, @Nullable RatifiedEntry last, LogEntry entry);

  /**
   * Whether an entry is itself the commit of the one table there is, which other engines read, so
   * that nothing is left to be published.
   */
  boolean entriesAreCommits();

  /**
   * Whether each entry is dated later than the one before it, so that its timestamp tells when it
   * was committed. Else it is what some writer noted, and the table's own log tells.
   */
  boolean timesIncrease();

  /** What messages call the version of a state that a transaction read. */
  String versionWord();

  /** What messages call a version that somebody asks for. */
  String askedVersionWord();

  /** Where the store may get a small object for a moment, with a slash at its end. */
  String draftFolder();

  /**
   * Throws UnsupportedTableException if a transaction of this log may not append to a table.
   *
   * @param table its name, for messages
   */
  void requireWritable(String table, TableHead head);

  /** Throws InvalidDataException, with a message, unless tables come and go in this log. */
  void requireLake(String otherwise);
}
