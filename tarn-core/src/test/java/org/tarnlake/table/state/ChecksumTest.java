package org.tarnlake.table.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;
import org.tarnlake.table.action.Action;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.CommitInfo;
import org.tarnlake.table.action.DeletionVector;
import org.tarnlake.table.action.Metadata;
import org.tarnlake.table.action.Protocol;
import org.tarnlake.table.action.RemoveFile;

class ChecksumTest {
  private static final Checksum CHECKSUM =
      new Checksum(
          7,
          2,
          new Metadata("id", "t", Schema.of(Field.optional("a", DataType.LONG)), Map.of(), 1L),
          new Protocol(1, 2, null, null));

  private static String text() {
    return new String(
        CHECKSUM.toBytes(new CommitInfo(1, "WRITE", Map.of(), true, Map.of(), null, Map.of()), 7),
        UTF_8);
  }

  @Test
  void whatIsWrittenIsRead() {
    assertThat(Checksum.read(text().getBytes(UTF_8))).isEqualTo(CHECKSUM);
  }

  private static AddFile file(String path, long sizeBytes, DeletionVector vector) {
    return new AddFile(path, Map.of(), sizeBytes, 1, true, null, vector, null, Map.of(), null);
  }

  private static RemoveFile gone(String path, long sizeBytes, DeletionVector vector) {
    return new RemoveFile(path, vector, 5, true, null, sizeBytes, null);
  }

  @Test
  void aFileThatGoesIsTakenAwayByTheSizeThatItsCommitTells() {
    Checksum next = Checksum.next(CHECKSUM, List.of(file("c", 10, null), gone("a", 3, null)));
    assertThat(next).isNotNull();
    assertThat(next.sizeBytes()).isEqualTo(14);
    assertThat(next.fileCount()).isEqualTo(2);
  }

  @Test
  void aFileWithAnotherVectorIsTheSameBytesInEitherOrder() {
    DeletionVector first = new DeletionVector("u", "one", 1, 4, 1);
    DeletionVector second = new DeletionVector("u", "two", 1, 4, 2);
    Action add = file("a", 3, second);
    Action remove = gone("a", 3, first);
    for (List<Action> commit : List.of(List.of(remove, add), List.of(add, remove))) {
      assertThat(Checksum.next(CHECKSUM, commit)).isEqualTo(CHECKSUM);
    }
  }

  @Test
  void thereAreNoTotalsWhereASizeIsNotToldOrCannotBe() {
    assertThat(Checksum.next(CHECKSUM, List.of(gone("a", -1, null)))).isNull();
    assertThat(Checksum.next(CHECKSUM, List.of(gone("a", 8, null)))).isNull();
  }

  /** A type that nobody knows, or two columns of one name, once stopped the writer. */
  @Test
  void aChecksumOfASchemaThatCannotBeReadIsNone() {
    String column =
        "{\\\"name\\\":\\\"a\\\",\\\"type\\\":\\\"long\\\",\\\"nullable\\\":true,\\\"metadata\\\":{}}";
    assertThat(text()).contains(column);
    for (String wrong :
        List.of(column.replace("long", "geometry"), column + "," + column, "{}", "1e99999")) {
      assertThat(Checksum.read(text().replace(column, wrong).getBytes(UTF_8))).as(wrong).isNull();
    }
  }
}
