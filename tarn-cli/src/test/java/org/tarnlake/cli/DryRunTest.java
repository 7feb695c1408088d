package org.tarnlake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.testing.SoundLake;

/**
 * What only tells leaves no trace. A dry run of the restore of a dropped table once wrote a
 * checkpoint into its folder.
 */
class DryRunTest {
  private static final int ROWS = 1_200_000;

  @TempDir Path folder;

  @Test
  void dryRunsAndWhatFailsWriteNothing() throws IOException {
    Cli cli = new Cli(folder);
    cli.write("orders.csv", "id,name,price\n1,nail,0.1\n2,screw,0.2\n3,saw,24.0\n");
    cli.write("changes.csv", "id,name,price\n2,bolt,0.3\n4,drill,99.0\n");
    cli.write("wider.csv", "id,name,price,colour\n2,bolt,0.3,red\n");
    cli.write("wrong.csv", "id,name,price\n5,nut,0.1\n6,x,y,z\n");
    done(cli, "init", "DIR/lake");
    done(cli, "import", "DIR/lake", "orders=DIR/orders.csv", "gone=DIR/orders.csv", "--create");
    done(cli, "delete", "DIR/lake", "orders", "--where", "id = 1");
    done(cli, "drop", "DIR/lake", "gone");
    Path lake = folder.resolve("lake");
    Map<String, Long> before = files(lake);

    String[][] commands = {
      {"update", "DIR/lake", "orders", "--set", "price = price * 2", "--all", "--dry-run"},
      {"delete", "DIR/lake", "orders", "--all", "--dry-run"},
      {"merge", "DIR/lake", "orders", "DIR/changes.csv", "--on", "id", "--dry-run"},
      {"restore", "DIR/lake", "orders", "--to", "1", "--dry-run"},
      {"restore", "DIR/lake", "gone", "--to", "1", "--dry-run"},
      {"restore", "DIR/lake", "--to", "1", "--dry-run"},
      {"revert", "DIR/lake", "2", "--dry-run"},
      {"revert", "DIR/lake", "3", "--dry-run"},
      {"import", "DIR/lake", "orders=DIR/changes.csv", "--dry-run"},
      {"import", "DIR/lake", "orders=DIR/wider.csv", "--add-columns", "--dry-run"},
      {"import", "DIR/lake", "new=DIR/changes.csv", "--create", "--dry-run"},
    };
    for (String[] command : commands) {
      done(cli, command);
      assertThat(files(lake)).as(String.join(" ", command)).isEqualTo(before);
    }
    String[][] wrong = {
      {"import", "DIR/lake", "new=DIR/wrong.csv", "--create"},
      {"import", "DIR/lake", "orders=DIR/wrong.csv"},
      {"update", "DIR/lake", "orders", "--set", "price = 1 / 0", "--all"},
      {"alter", "DIR/lake", "orders", "check", "cheap", "price < 1"},
      {"import", "DIR/none", "new=DIR/orders.csv", "--create"},
    };
    for (String[] command : wrong) {
      assertThat(cli.run(command).status()).as(String.join(" ", command)).isEqualTo(1);
      assertThat(files(lake)).as(String.join(" ", command)).isEqualTo(before);
    }
    assertThat(folder.resolve("none")).doesNotExist();
    SoundLake.assertSound(lake);
  }

  /** Files that are written before the last row is read are deleted again. */
  @Test
  void largeImportsThatCommitNothingLeaveNoFile() throws IOException {
    Cli cli = new Cli(folder);
    StringBuilder rows = new StringBuilder("id,name\n");
    for (int i = 0; i < ROWS; i++) {
      rows.append(i).append(",name of ").append(i * 7919L).append('\n');
    }
    cli.write("large.csv", rows.toString());
    cli.write("wrong.csv", rows + "1,2,3\n");
    done(cli, "init", "DIR/lake");
    Path lake = folder.resolve("lake");
    Map<String, Long> before = files(lake);
    done(cli, "import", "DIR/lake", "t=DIR/large.csv", "--create", "--dry-run");
    // A folder stays, since somebody else may be about to write into it.
    before.put("t", -1L);
    assertThat(files(lake)).isEqualTo(before);
    assertThat(cli.run("import", "DIR/lake", "t=DIR/wrong.csv", "--create").status()).isEqualTo(1);
    assertThat(files(lake)).isEqualTo(before);
    SoundLake.assertSound(lake);
  }

  private static void done(Cli cli, String... command) {
    Cli.Result result = cli.run(command);
    assertThat(result.err()).as(String.join(" ", command)).isEmpty();
    assertThat(result.status()).as(String.join(" ", command)).isZero();
  }

  /** All files and folders below one, with the sizes of the files. */
  private static Map<String, Long> files(Path folder) throws IOException {
    Map<String, Long> found = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path each : (Iterable<Path>) paths::iterator) {
        found.put(
            folder.relativize(each).toString(),
            Files.isDirectory(each) ? Long.valueOf(-1) : Long.valueOf(Files.size(each)));
      }
    }
    return found;
  }
}
