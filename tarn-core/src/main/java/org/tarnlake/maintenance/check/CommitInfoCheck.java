package org.tarnlake.maintenance.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tarnlake.json.JsonFormatException;
import org.tarnlake.maintenance.text.Json;
import org.tarnlake.table.action.Action;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.CommitInfo;
import org.tarnlake.table.action.FileKey;
import org.tarnlake.table.action.Move;

/**
 * What the first line of a commit must be: a commitInfo that agrees with the log entry, and that
 * every known engine can read. Stateless.
 */
final class CommitInfoCheck {
  private CommitInfoCheck() {}

  /**
   * What is wrong with it.
   *
   * @param ratified what the log says of the commit; null if its entry is lost
   */
  static List<String> check(Map<?, ?> line, @Nullable Ratified ratified) {
    List<String> flaws = new ArrayList<>();
    if (!(line.get("commitInfo") instanceof Map<?, ?> info)) {
      return List.of("the first line of the commit is no commitInfo");
    }
    try {
      long inCommitTimestamp = Json.number(info, "inCommitTimestamp");
      long timestamp = Json.number(info, "timestamp");
      String txnId = Json.text(info, "txnId");
      String lakeVersion = Json.text(Json.map(info, "tags"), CommitInfo.LAKE_VERSION_TAG);
      if (ratified != null) {
        compare(flaws, "inCommitTimestamp", inCommitTimestamp, ratified.timestampMillis());
        compare(flaws, "timestamp", timestamp, ratified.timestampMillis());
        compare(flaws, "txnId", txnId, ratified.txnId().toString());
        compare(
            flaws, CommitInfo.LAKE_VERSION_TAG, lakeVersion, Long.toString(ratified.lakeVersion()));
      }
    } catch (JsonFormatException e) {
      flaws.add("the commitInfo is wrong: " + e.getMessage());
    }
    if (info.get("operationParameters") instanceof Map<?, ?> parameters
        && !parameters.values().stream().allMatch(String.class::isInstance)) {
      flaws.add("an operationParameter is no string, which other engines cannot read");
    }
    if (info.get("isBlindAppend") != null && !(info.get("isBlindAppend") instanceof Boolean)) {
      flaws.add("isBlindAppend is no boolean, which other engines cannot read");
    }
    return flaws;
  }

  /** What is wrong with what a commit tells of rows that only moved to other files. */
  static List<String> ofMoves(List<Action> actions) {
    List<Move> moves = new ArrayList<>();
    Map<String, Long> rowsOfFiles = new HashMap<>();
    for (Action action : actions) {
      if (action instanceof CommitInfo info) {
        try {
          moves.addAll(info.moves());
        } catch (JsonFormatException e) {
          return List.of("the tag %s: %s".formatted(CommitInfo.MOVED_TAG, e.getMessage()));
        }
      } else if (action instanceof AddFile add) {
        rowsOfFiles.put(FileKey.of(add).path(), add.physicalRowCount());
      }
    }
    Map<String, Long> moved = new TreeMap<>();
    moves.forEach(move -> moved.merge(move.to(), move.rows(), Long::sum));
    List<String> flaws = new ArrayList<>();
    moved.forEach(
        (file, rows) -> {
          if (!rows.equals(rowsOfFiles.get(file))) {
            flaws.add(
                "it says that %s rows moved to the file %s, which it %s; who deletes some of them may delete others"
                    .formatted(
                        rows,
                        file,
                        rowsOfFiles.containsKey(file)
                            ? "adds with %s rows".formatted(rowsOfFiles.get(file))
                            : "does not add"));
          }
        });
    return flaws;
  }

  private static void compare(List<String> flaws, String field, Object found, Object expected) {
    if (!Objects.equals(found, expected)) {
      flaws.add(
          "the commitInfo has the %s %s, but its log entry says %s"
              .formatted(field, found, expected));
    }
  }
}
