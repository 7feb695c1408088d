package org.tarnlake.data.read;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.tarnlake.Batches;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.Rows;
import org.tarnlake.Scan;
import org.tarnlake.Transaction;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.row.Batch;
import org.tarnlake.row.BytesVector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.local.LocalStore;

/** Works with strings of 4 MB in a process of its own, whose heap {@link HugeValuesTest} bounds. */
final class HugeValues {
  private static final int LENGTH = 4_000_000;

  private HugeValues() {}

  /** The arguments: what to do, the lake's folder or a file, how many strings, of which kind. */
  public static void main(String[] arguments) throws IOException {
    Path path = Path.of(arguments[1]);
    int count = Integer.parseInt(arguments[2]);
    String kind = arguments[3];
    switch (arguments[0]) {
      case "write" -> {
        try (Lake lake = Lake.create(path)) {
          write(lake, count, kind);
        }
      }
      case "read" -> {
        try (Lake lake = Lake.open(path)) {
          read(lake, count, kind);
        }
      }
      case "file" -> file(path, count);
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static void read(Lake lake, int count, String kind) {
    Scan all = lake.latest().table("t").scan();
    rows(all, 0, count, kind);
    batches(all, count, kind);
    rows(all.where("id >= " + count / 2), count / 2, count - count / 2, kind);
    Scan byText = all.where("starts_with(big, '%s')".formatted(text(0, kind).substring(0, 10)));
    expect(kind.equals("same") ? count : 1, byText.count(), "rows that match by their text");
    List<Finding> findings = lake.check(CheckDepth.DATA);
    expect(0, findings.size(), "findings " + findings);
  }

  /** Reads one file, of whatever writer; prints why if it is refused. */
  private static void file(Path path, int count) throws IOException {
    try (LocalStore store = LocalStore.open(path.getParent())) {
      String name = path.getFileName().toString();
      DataFile file = new DataFiles(store).open(name, store.size(name));
      int seen = 0;
      for (int group = 0; group < file.rowGroupCount(); group++) {
        try (BatchSource source = file.read(group, file.type(), null)) {
          for (Batch batch = source.next(); batch != null; batch = source.next()) {
            seen += batch.rowCount();
          }
        }
      }
      expect(count, seen, "rows");
    } catch (UnsupportedTableException e) {
      System.out.println(e.getMessage());
    }
  }

  /** Random texts do not shrink, runs shrink to nothing, and those of a dictionary are the same. */
  static String text(int i, String kind) {
    char[] chars = new char[LENGTH];
    if (kind.equals("random")) {
      SplittableRandom random = new SplittableRandom(i);
      for (int c = 0; c < chars.length; c++) {
        chars[c] = (char) ('0' + random.nextInt(64));
      }
    } else {
      Arrays.fill(chars, (char) ('a' + (kind.equals("same") ? 0 : i % 26)));
      if (kind.equals("runs")) {
        String number = String.valueOf(1_000_000 + i);
        number.getChars(0, number.length(), chars, 0);
      }
    }
    return new String(chars);
  }

  private static void write(Lake lake, int count, String kind) {
    try (Transaction transaction = lake.begin()) {
      transaction.createTable(
          "t",
          Schema.builder().required("id", DataType.INT).required("big", DataType.STRING).build());
      for (int i = 0; i < count; i++) {
        transaction.append("t", i, text(i, kind));
      }
      transaction.commit();
    }
  }

  private static void rows(Scan scan, int first, int count, String kind) {
    int seen = 0;
    try (Rows rows = scan.rows()) {
      while (rows.next()) {
        int id = rows.getInt(0);
        expect(first + seen, id, "id");
        if (!text(id, kind).equals(rows.getString(1))) {
          throw new AssertionError("another text in row " + id);
        }
        seen++;
      }
    }
    expect(count, seen, "rows");
  }

  private static void batches(Scan scan, int count, String kind) {
    int seen = 0;
    try (Batches batches = scan.batches()) {
      for (Batch batch = batches.next(); batch != null; batch = batches.next()) {
        BytesVector texts = (BytesVector) batch.vector(1);
        for (int i = 0; i < batch.rowCount(); i++, seen++) {
          expect(LENGTH, texts.endAt(i) - texts.startAt(i), "bytes of text " + seen);
          expect(text(seen, kind).charAt(0), texts.data()[texts.startAt(i)], "first byte");
        }
      }
    }
    expect(count, seen, "rows");
  }

  private static void expect(long expected, long actual, String what) {
    if (expected != actual) {
      throw new AssertionError("%s: %d, not %d".formatted(what, actual, expected));
    }
  }
}
