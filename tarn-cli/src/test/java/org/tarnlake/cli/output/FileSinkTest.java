package org.tarnlake.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.cli.terminal.Failure;

class FileSinkTest {
  @TempDir Path folder;

  /** A move looks whether the name is free and then renames: what came in between was replaced. */
  @Test
  void aFileThatComesMeanwhileIsNotReplaced() throws IOException {
    Path file = folder.resolve("t.csv");
    try (FileSink sink = new FileSink(file)) {
      sink.line("mine");
      Files.writeString(file, "precious\n");
      assertThatThrownBy(sink::complete)
          .isInstanceOf(Failure.class)
          .hasMessage(file + " exists since a moment; name another file");
    }
    assertThat(Files.readString(file)).isEqualTo("precious\n");
    assertThat(names()).containsExactly("t.csv");
  }

  @Test
  void aCompleteFileHasItsNameAloneAndAllOfItsText() throws IOException {
    for (String name : new String[] {"t.csv", "t.csv.gz"}) {
      try (FileSink sink = new FileSink(folder.resolve(name))) {
        sink.line("a");
        assertThat(names()).doesNotContain(name);
        if (name.endsWith("gz")) {
          sink.completeDurably();
        } else {
          sink.complete();
        }
      }
    }
    assertThat(Files.readString(folder.resolve("t.csv"))).isEqualTo("a\n");
    byte[] compressed = Files.readAllBytes(folder.resolve("t.csv.gz"));
    assertThat(new GZIPInputStream(new ByteArrayInputStream(compressed)).readAllBytes())
        .asString()
        .isEqualTo("a\n");
    assertThat(names()).containsExactlyInAnyOrder("t.csv", "t.csv.gz");
  }

  @Test
  void anIncompleteFileLeavesNothing() throws IOException {
    try (FileSink sink = new FileSink(folder.resolve("t.csv.zst"))) {
      sink.line("a");
    }
    assertThat(names()).isEmpty();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(each -> each.getFileName().toString()).toList();
    }
  }
}
