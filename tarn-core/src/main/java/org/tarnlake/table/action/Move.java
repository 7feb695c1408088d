package org.tarnlake.table.action;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tarnlake.json.JsonFormatException;
import org.tarnlake.json.JsonReader;
import org.tarnlake.json.JsonWriter;

/**
 * Where the rows of a data file went that a compaction wrote anew: into another file, one behind
 * the other in the order in which they stood, without those that were deleted before. So whoever
 * knows a row by its place in the one file finds it in the other. Immutable.
 *
 * @param from the canonical path of the file that they were in
 * @param vector which of its rows were left out; null if none
 * @param to the canonical path of the file that they are in
 * @param at the position there of the first one
 * @param rows how many they are
 */
public record Move(String from, @Nullable DeletionVector vector, String to, long at, long rows) {
  private static final String PATH = "path";
  private static final String ROWS = "rows";
  private static final String VECTOR = "deletionVector";

  public Move {
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
  }

  /** Moves as a commit tells them: for each new file, from where its rows came, in their order. */
  public static String text(List<Move> moves) {
    Map<String, List<Map<String, Object>>> byFile = new LinkedHashMap<>();
    for (Move move : moves) {
      Map<String, Object> part = new LinkedHashMap<>();
      part.put(PATH, move.from);
      part.put(ROWS, move.rows);
      if (move.vector != null) {
        part.put(VECTOR, json(move.vector));
      }
      byFile.computeIfAbsent(move.to, to -> new ArrayList<>()).add(part);
    }
    return JsonWriter.text(byFile);
  }

  /**
   * The moves that a text tells.
   *
   * @throws JsonFormatException if it is no such text
   */
  public static List<Move> parse(String text) {
    List<Move> moves = new ArrayList<>();
    for (Map.Entry<String, @Nullable Object> entry : JsonReader.parseObject(text).entrySet()) {
      if (!(entry.getValue() instanceof List<?> parts)) {
        throw wrong();
      }
      long at = 0;
      for (Object part : parts) {
        if (!(part instanceof Map<?, ?> fields
            && fields.get(PATH) instanceof String from
            && fields.get(ROWS) instanceof Long rows
            && rows >= 0)) {
          throw wrong();
        }
        Object vector = fields.get(VECTOR);
        moves.add(new Move(from, vector == null ? null : vector(vector), entry.getKey(), at, rows));
        at += rows;
      }
    }
    return moves;
  }

  private static Map<String, Object> json(DeletionVector vector) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("storageType", vector.storageType());
    fields.put("pathOrInlineDv", vector.pathOrInline());
    if (vector.offset() != null) {
      fields.put("offset", vector.offset().longValue());
    }
    fields.put("sizeInBytes", (long) vector.sizeBytes());
    fields.put("cardinality", vector.cardinality());
    return fields;
  }

  private static DeletionVector vector(Object json) {
    if (json instanceof Map<?, ?> fields
        && fields.get("storageType") instanceof String type
        && fields.get("pathOrInlineDv") instanceof String path
        && fields.get("sizeInBytes") instanceof Long size
        && fields.get("cardinality") instanceof Long cardinality) {
      Integer offset = fields.get("offset") instanceof Long at ? Math.toIntExact(at) : null;
      return new DeletionVector(type, path, offset, Math.toIntExact(size), cardinality);
    }
    throw wrong();
  }

  private static JsonFormatException wrong() {
    return new JsonFormatException("what it tells of rows that moved is malformed");
  }
}
