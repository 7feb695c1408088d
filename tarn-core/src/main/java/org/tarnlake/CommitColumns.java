package org.tarnlake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.lake.feed.FeedCommit;
import org.tarnlake.lake.feed.FeedRows;
import org.tarnlake.row.Batch;
import org.tarnlake.row.BytesVector;
import org.tarnlake.row.ChangeType;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;

/**
 * Columns that say of each changed row what happened to it, as Delta's feed calls them. Stateless.
 */
final class CommitColumns {
  private static final Field TABLE = Field.required("_table", DataType.STRING);
  private static final Field TYPE = Field.required("_change_type", DataType.STRING);
  private static final Field VERSION = Field.required("_commit_version", DataType.LONG);
  private static final Field TIMESTAMP = Field.required("_commit_timestamp", DataType.TIMESTAMP);

  private static final List<ChangeType> WORDS = List.of(ChangeType.values());
  private static final BytesVector DICTIONARY = dictionary();

  private CommitColumns() {}

  /**
   * The rows with these columns in front.
   *
   * @param withTable whether one of them names the table
   * @throws InvalidDataException if the table has a column of such a name
   */
  static Batch before(FeedRows changed, boolean withTable) {
    FeedCommit commit = changed.commit();
    Batch rows = changed.rows().rows();
    int count = rows.rowCount();
    List<Field> fields = new ArrayList<>();
    List<Vector> vectors = new ArrayList<>();
    if (withTable) {
      fields.add(TABLE);
      vectors.add(Vector.constant(DataType.STRING, commit.table(), count));
    }
    fields.add(TYPE);
    vectors.add(types(changed, count));
    fields.add(VERSION);
    vectors.add(Vector.constant(DataType.LONG, commit.version(), count));
    fields.add(TIMESTAMP);
    long micros = commit.timestamp().toEpochMilli() * 1000;
    vectors.add(Vector.constant(DataType.TIMESTAMP, micros, count));
    for (Field field : fields) {
      if (rows.type().indexOf(field.name()) >= 0) {
        throw new InvalidDataException(
            "table %s has a column '%s' of its own; read its changes without those of the commit"
                .formatted(commit.table(), field.name()));
      }
    }
    fields.addAll(rows.type().fields());
    for (int c = 0; c < rows.type().size(); c++) {
      vectors.add(rows.vector(c));
    }
    return new Batch(new StructType(fields), vectors, count);
  }

  private static Vector types(FeedRows changed, int count) {
    int[] ids = new int[count];
    for (int i = 0; i < count; i++) {
      ids[i] = WORDS.indexOf(changed.rows().type(i));
    }
    return new BytesVector(DICTIONARY, ids, count, null);
  }

  private static BytesVector dictionary() {
    StringBuilder words = new StringBuilder();
    int[] starts = new int[WORDS.size()];
    int[] ends = new int[WORDS.size()];
    for (int i = 0; i < WORDS.size(); i++) {
      starts[i] = words.length();
      words.append(WORDS.get(i).text());
      ends[i] = words.length();
    }
    byte[] bytes = words.toString().getBytes(UTF_8);
    return new BytesVector(DataType.STRING, bytes, starts, ends, WORDS.size(), null);
  }
}
