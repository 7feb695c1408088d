package org.tarnlake.maintenance.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tarnlake.table.action.Action;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.CommitInfo;
import org.tarnlake.table.action.DeletionVector;
import org.tarnlake.table.action.Move;

/** A commit that tells wrongly where rows went would have other rows deleted than were named. */
class MovesCheckTest {
  private static final DeletionVector VECTOR =
      new DeletionVector("i", "wi5b=000010000siXQ", null, 40, 6);

  @ParameterizedTest
  @CsvSource({
    "n, 30, ''",
    "n, 31, adds with 31 rows",
    "other, 30, does not add",
  })
  void movedRowsMustBeThoseOfTheNewFile(String added, long rows, String flaw) {
    String moves =
        Move.text(List.of(new Move("a", null, "n", 0, 10), new Move("b", VECTOR, "n", 10, 20)));
    assertThat(Move.parse(moves).get(1)).isEqualTo(new Move("b", VECTOR, "n", 10, 20));
    List<String> flaws = CommitInfoCheck.ofMoves(commit(moves, added, rows));
    if (flaw.isEmpty()) {
      assertThat(flaws).isEmpty();
    } else {
      assertThat(flaws).hasSize(1).first().asString().contains("30 rows moved").contains(flaw);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]",
        "{\"n\":1}",
        "{\"n\":[{\"path\":\"a\"}]}",
        "{\"n\":[{\"path\":\"a\",\"rows\":-1}]}",
        "{\"n\":[{\"path\":\"a\",\"rows\":1,\"deletionVector\":{\"storageType\":\"u\"}}]}",
        "{\"n\":[",
      })
  void whatIsMalformedIsTold(String moves) {
    assertThat(CommitInfoCheck.ofMoves(commit(moves, "n", 1)))
        .hasSize(1)
        .first()
        .asString()
        .startsWith("the tag tarn.moved: ");
  }

  private static List<Action> commit(String moves, String added, long rows) {
    CommitInfo info =
        new CommitInfo(
            1,
            CommitInfo.OPTIMIZE,
            Map.of(),
            false,
            Map.of(),
            "id",
            Map.of(CommitInfo.MOVED_TAG, moves));
    return List.of(
        info, new AddFile(added, Map.of(), 1, 1, false, "{\"numRecords\":%d}".formatted(rows)));
  }
}
