package org.tarnlake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shallow clone is a table whose files are another's, named by absolute paths. */
class AllowPathTest {
  @TempDir Path folder;
  private Cli cli;

  @BeforeEach
  void shallowClone() throws IOException {
    cli = new Cli(folder);
    cli.write("t.csv", "id\n1\n2\n");
    assertThat(cli.run("init", "DIR/lake").status()).isZero();
    assertThat(cli.run("import", "DIR/lake", "t=DIR/t.csv", "--create").status()).isZero();
    String commit = "_delta_log/%020d.json".formatted(0);
    Files.createDirectories(folder.resolve("clone/_delta_log"));
    Path original = folder.resolve("lake/t");
    Files.writeString(
        folder.resolve("clone").resolve(commit),
        Files.readString(original.resolve(commit))
            .replace("\"path\":\"", "\"path\":\"file://" + original + "/"));
  }

  @Test
  void aShallowCloneIsReadWhereThatIsAllowed() {
    Cli.Result refused = cli.run("scan", "DIR/clone", "--format", "csv");
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err())
        .contains("a table reads only what is below its own folder or its lake's")
        .contains("--allow-path FOLDER");

    Cli.Result allowed =
        cli.run("scan", "DIR/clone", "--format", "csv", "--allow-path", "DIR/lake/t");
    assertThat(allowed.out()).isEqualTo("id\n1\n2\n");
    assertThat(cli.run("check", "DIR/clone", "--deep", "--allow-path", "DIR/lake").status())
        .isZero();
  }

  @Test
  void aFolderThatDoesNotExistCannotBeAllowed() {
    Cli.Result result = cli.run("scan", "DIR/clone", "--allow-path", "DIR/nowhere");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).contains("no such folder; allow one that exists to be read");
  }
}
