package org.tarnlake.table.action;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who committed what, and when; the first line of every commit of Tarn's.
 *
 * @param timestampMillis {@code inCommitTimestamp} if it has one, else {@code timestamp}
 * @param operation what was done, in Spark's words where it has one
 * @param operationParameters its parameters, strings only: Trino refuses a table with others
 * @param blindAppend whether it only appends and read nothing of the table
 * @param operationMetrics counts, as strings
 * @param txnId the lake's transaction
 * @param tags what Tarn keeps beside the commit; by {@code tarn.lakeVersion} readers of other
 *     engines find the versions of several tables that belong together
 * @param inCommit whether the timestamp is an in-commit timestamp
 * @param isolationLevel in Spark's words; null if not told
 * @param engine the program that wrote it; null if not told
 */
public record CommitInfo(
    long timestampMillis,
    String operation,
    Map<String, String> operationParameters,
    boolean blindAppend,
    Map<String, String> operationMetrics,
    @Nullable String txnId,
    Map<String, String> tags,
    boolean inCommit,
    @Nullable String isolationLevel,
    @Nullable String engine)
    implements Action {

  /** The tag that names the lake version of a commit. */
  public static final String LAKE_VERSION_TAG = "tarn.lakeVersion";

  /**
   * The tag that names the commit before by the CRC-32C of its bytes, in decimal digits: so that a
   * commit of another history, or one that was altered, is told from the ratified one.
   */
  public static final String PREVIOUS_TAG = "tarn.previousCrc32c";

  /**
   * The tag that tells where the rows of rewritten files went, see {@link Move}; only of a commit
   * that changes no row.
   */
  public static final String MOVED_TAG = "tarn.moved";

  /** The metric that counts rows that a commit deletes, those that it changes included. */
  public static final String DELETED_ROWS = "numDeletedRows";

  /** The metric that counts rows of files that a commit adds. */
  public static final String OUTPUT_ROWS = "numOutputRows";

  /** The metric that counts rows that come back to a table which is brought back to what it was. */
  public static final String RESTORED_ROWS = "numRestoredRows";

  /** What a commit is called that writes small files anew as large ones. */
  public static final String OPTIMIZE = "OPTIMIZE";

  /** What a commit is called that brings a table back to a version. */
  public static final String RESTORE = "RESTORE";

  /** What a commit is called that takes another one back. */
  public static final String REVERT = "REVERT";

  /** What a commit is called that makes a table as another one is. */
  public static final String CLONE = "CLONE";

  /** What commits of this program say wrote them. */
  public static final String ENGINE = "Tarn/0.1";

  public CommitInfo {
    Objects.requireNonNull(operation, "operation");
    operationParameters = new LinkedHashMap<>(operationParameters);
    operationMetrics = new LinkedHashMap<>(operationMetrics);
    tags = new LinkedHashMap<>(tags);
  }

  /** Whether it makes the table what it was, whatever rows that takes. */
  public boolean rewinds() {
    return operation.contains(RESTORE) || operation.contains(REVERT);
  }

  /**
   * Where rows went that only moved to other files; none if it does not tell.
   *
   * @throws org.tarnlake.json.JsonFormatException if what it tells is malformed
   */
  public List<Move> moves() {
    String text = tags.get(MOVED_TAG);
    return text == null ? List.of() : Move.parse(text);
  }

  /** Of a commit by this program, with an in-commit timestamp. */
  public CommitInfo(
      long timestampMillis,
      String operation,
      Map<String, String> operationParameters,
      boolean blindAppend,
      Map<String, String> operationMetrics,
      @Nullable String txnId,
      Map<String, String> tags) {
    this(
        timestampMillis,
        operation,
        operationParameters,
        blindAppend,
        operationMetrics,
        txnId,
        tags,
        true,
        null,
        ENGINE);
  }
}
