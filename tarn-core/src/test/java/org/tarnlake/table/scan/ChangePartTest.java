package org.tarnlake.table.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tarnlake.table.action.Action;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.CdcFile;
import org.tarnlake.table.action.DeletionVector;
import org.tarnlake.table.action.RemoveFile;

/** Which rows a commit changed follows from its actions. */
class ChangePartTest {
  private static final DeletionVector ONE = new DeletionVector("i", "one", null, 1, 1);
  private static final DeletionVector TWO = new DeletionVector("i", "two", null, 1, 2);

  private static AddFile add(String path, DeletionVector vector, boolean dataChange) {
    return new AddFile(path, Map.of(), 1, 0, dataChange, null, vector, null, Map.of(), null);
  }

  private static RemoveFile remove(String path, DeletionVector vector, boolean dataChange) {
    return new RemoveFile(path, vector, 0, dataChange, Map.of(), 1, null);
  }

  /** Each part: what happens to the rows of which file, within a vector, without another. */
  private static List<String> parts(Action... commit) {
    List<String> texts = new ArrayList<>();
    for (ChangePart part : ChangePart.of(List.of(commit))) {
      texts.add(
          "%s %s%s%s"
              .formatted(
                  part.type(),
                  part.file().path(),
                  part.within() == null ? "" : " within " + part.within().pathOrInline(),
                  part.without() == null ? "" : " without " + part.without().pathOrInline()));
    }
    return texts;
  }

  @Test
  void addedRowsAreInsertedAndRemovedOnesDeleted() {
    assertThat(parts(add("a", null, true), remove("b", null, true), add("c", ONE, true)))
        .containsExactly("delete b", "insert a", "insert c without one");
    assertThat(parts(remove("b", TWO, true))).containsExactly("delete b without two");
  }

  @Test
  void ofAFileWithAnotherVectorTheDifferenceChanges() {
    assertThat(parts(add("a", ONE, true), remove("a", null, true)))
        .containsExactly("delete a within one");
    assertThat(parts(remove("a", ONE, true), add("a", null, true)))
        .containsExactly("insert a within one");
    assertThat(parts(remove("a", ONE, true), add("a", TWO, true)))
        .containsExactly("delete a within two without one", "insert a within one without two");
    assertThat(parts(remove("a", ONE, true), add("a", ONE, true))).isEmpty();
  }

  @Test
  void aPathIsTheSameHoweverItIsWritten() {
    assertThat(parts(remove("a%20b", null, true), add("a b", ONE, true)))
        .containsExactly("delete a b within one");
  }

  @Test
  void whatOnlyMovesRowsIsNoChange() {
    assertThat(parts(add("a", null, false), remove("b", null, false))).isEmpty();
    assertThat(parts(remove("a", null, false), add("a", ONE, false))).isEmpty();
  }

  @Test
  void aCommitWithFilesOfChangesIsReadFromThemAlone() {
    assertThat(
            parts(
                add("a", null, true),
                new CdcFile("_change_data/x", Map.of(), 1, Map.of()),
                remove("b", null, true),
                new CdcFile("_change_data/y", Map.of(), 1, Map.of())))
        .containsExactly("null _change_data/x", "null _change_data/y");
  }
}
