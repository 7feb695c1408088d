package org.tarnlake.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.LakeRepair;
import org.tarnlake.error.TarnException;
import org.tarnlake.testing.SoundLake;

/**
 * Something that is no file stands where a file of the log should. As the hint, which is only where
 * reading begins, it made a lake that could not be opened.
 */
@Timeout(60)
class StrangeObjectsTest {
  /** What stands there. */
  enum Kind {
    PIPE,
    FOLDER,
    DANGLING_LINK;

    void make(Path path) throws IOException {
      Files.deleteIfExists(path);
      switch (this) {
        case PIPE -> {
          try {
            new ProcessBuilder("mkfifo", path.toString()).start().waitFor();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        }
        case FOLDER -> Files.createDirectory(path);
        case DANGLING_LINK -> Files.createSymbolicLink(path, Path.of("nowhere"));
      }
    }
  }

  @TempDir Path folder;
  private Path strange;

  @BeforeEach
  void lakeWithACheckpoint() {
    try (Lake lake = Lake.create(folder)) {
      lake.transact(tx -> tx.createUntypedTable("t", "a"));
      append(lake, 70);
      lake.awaitPublished();
    }
    assertThat(folder.resolve(LakeNames.LAST_CHECKPOINT)).exists();
  }

  private static void append(Lake lake, int commits) {
    for (int i = 0; i < commits; i++) {
      lake.transact(tx -> tx.append("t", "x"));
    }
  }

  private void put(Kind kind, String name) throws IOException {
    strange = folder.resolve(name);
    kind.make(strange);
  }

  @AfterEach
  void withoutItTheLakeIsSound() throws IOException {
    if (Files.isDirectory(strange) || !Files.isRegularFile(strange)) {
      Files.deleteIfExists(strange);
    }
    SoundLake.assertSound(folder);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void hintOfTheLakeThatIsNoFileIsNone(Kind kind) throws IOException {
    put(kind, LakeNames.LAST_CHECKPOINT);
    try (Lake lake = Lake.open(folder)) {
      assertThat(lake.scan("t").count()).isEqualTo(70);
      append(lake, 70);
      lake.awaitPublished();
      assertThat(lake.publicationTroubles()).isEmpty();
      // One is written before a detachment counts as published.
      lake.detach("t");
      lake.attach("t", "t");
    }
    try (Lake lake = Lake.open(folder)) {
      assertThat(lake.scan("t").count()).isEqualTo(140);
      assertThat(lake.check(CheckDepth.DATA)).filteredOn(Finding::isDamage).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void hintOfATableThatIsNoFileIsNone(Kind kind) throws IOException {
    put(kind, "t/_delta_log/_last_checkpoint");
    try (Lake lake = Lake.open(folder)) {
      assertThat(lake.scan("t").count()).isEqualTo(70);
      append(lake, 70);
      lake.awaitPublished();
      assertThat(lake.publicationTroubles()).isEmpty();
      assertThat(lake.check(CheckDepth.DATA)).filteredOn(Finding::isDamage).isEmpty();
    }
    assertThat(LakeRepair.plan(folder).steps()).isEmpty();
    try (Lake lake = Lake.open(folder.resolve("t"))) {
      assertThat(lake.scan("t").count()).isEqualTo(140);
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void entryThatIsNoFileIsNamedWithTheRemedy(Kind kind) throws IOException {
    String next = LakeNames.entry(72);
    try (Lake lake = Lake.open(folder)) {
      put(kind, next);
      assertThatThrownBy(() -> append(lake, 1))
          .isInstanceOf(TarnException.class)
          .hasMessageContaining(next)
          .hasMessageContaining("move it away");
    }
  }

  /** It was damage twice, and a repair said that it would publish what it cannot. */
  @Test
  void pipeInThePlaceOfACommitIsOneDamageAndNothingToPublish() throws IOException {
    Path aside = folder.resolve("aside");
    String commit = "t/_delta_log/00000000000000000005.json";
    Files.move(folder.resolve(commit), aside);
    put(Kind.PIPE, commit);
    try (Lake lake = Lake.open(folder)) {
      assertThat(lake.check(CheckDepth.LOGS))
          .filteredOn(Finding::isDamage)
          .singleElement()
          .asString()
          .contains(commit, "pipe");
    }
    assertThat(LakeRepair.plan(folder).steps())
        .singleElement()
        .matches(step -> step.action() == LakeRepair.Action.LEAVE)
        .extracting(LakeRepair.Step::reason)
        .asString()
        .contains("is a pipe", "move it away");
    Files.delete(strange);
    Files.move(aside, strange);
    strange = aside;
  }

  /** Whatever looked into the folder waited for ever, of all tables. */
  @ParameterizedTest
  @ValueSource(strings = {"t", "t/_delta_log"})
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void pipeInThePlaceOfAFolderIsNamed(String name) throws IOException {
    Path aside = folder.resolve("aside");
    try (Lake lake = Lake.open(folder)) {
      lake.transact(tx -> tx.createUntypedTable("u", "a"));
      lake.awaitPublished();
    }
    Files.move(folder.resolve(name), aside);
    put(Kind.PIPE, name);
    String words = strange + " is a pipe, a socket or a device, where a folder has to be";
    try (Lake lake = Lake.open(folder)) {
      assertThatThrownBy(() -> lake.scan("t").count())
          .isInstanceOf(TarnException.class)
          .hasMessageContaining(words);
      assertThat(lake.scan("u").count()).isZero();
      assertThat(lake.check(CheckDepth.DATA))
          .filteredOn(Finding::isDamage)
          .singleElement()
          .asString()
          .contains(words);
    }
    assertThat(LakeRepair.plan(folder).steps())
        .singleElement()
        .extracting(LakeRepair.Step::reason)
        .asString()
        .contains(words);
    Files.delete(strange);
    Files.move(aside, strange);
    strange = aside;
  }
}
