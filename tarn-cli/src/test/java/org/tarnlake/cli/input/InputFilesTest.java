package org.tarnlake.cli.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.cli.terminal.Failure;

class InputFilesTest {
  @TempDir Path folder;

  /** Files in linked folders were passed over without a word. */
  @Test
  void linkedFoldersAreEntered() throws IOException {
    Path real = Files.createDirectory(folder.resolve("real"));
    Files.writeString(real.resolve("y.csv"), "a\n");
    Path links = Files.createDirectory(folder.resolve("links"));
    Files.writeString(links.resolve("z.csv"), "a\n");
    Path sub = Files.createSymbolicLink(links.resolve("sub"), real);
    assertThat(InputFiles.find(links.toString()))
        .containsExactly(sub.resolve("y.csv"), links.resolve("z.csv"));
    assertThat(InputFiles.find(links + "/**.csv"))
        .containsExactly(sub.resolve("y.csv"), links.resolve("z.csv"));
    assertThat(InputFiles.find(sub + "/*.csv")).containsExactly(sub.resolve("y.csv"));
  }

  @Test
  void aLinkThatLeadsBackIsAnError() throws IOException {
    Path links = Files.createDirectory(folder.resolve("links"));
    Files.createSymbolicLink(links.resolve("back"), links);
    assertThatThrownBy(() -> InputFiles.find(links.toString()))
        .isInstanceOf(Failure.class)
        .hasMessageStartingWith("cannot list " + links);
  }
}
