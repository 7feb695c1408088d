package org.tarnlake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.testing.SoundLake;

/** Several files that are merged have the columns of the first. */
class MergeFilesTest {
  @TempDir Path folder;

  /** It was told that the table lacked the column, and of an option that only an import has. */
  @Test
  void aColumnThatOnlyALaterFileHas() throws Exception {
    Cli cli = new Cli(folder);
    cli.run("init", "DIR/lake");
    cli.write("t.csv", "id,a,b\n1,x,y\n");
    cli.run("import", "DIR/lake", "t=DIR/t.csv", "--create");
    cli.write("in/1.csv", "id,a\n1,z\n");
    cli.write("in/2.csv", "id,b\n2,z\n");
    Cli.Result result = cli.run("merge", "DIR/lake", "t", "DIR/in", "--on", "id");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err())
        .isEqualTo(
            "tarn: DIR/in/2.csv:1: the first file, DIR/in/1.csv, has no column 'b'; its columns are id, a; merge files of other columns one by one\n");
    cli.write("in/2.csv", "a,id\nnew,2\n");
    assertThat(cli.run("merge", "DIR/lake", "t", "DIR/in", "--on", "id").out())
        .startsWith("t: 1 row changed, 1 inserted, 0 deleted");
    SoundLake.assertSound(folder.resolve("lake"));
  }
}
