package org.tarnlake.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tarnlake.Lake;
import org.tarnlake.Stores;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.remote.RemoteServer;
import org.tarnlake.testing.SoundLake;

/**
 * The commands print of a lake on a server what they print of one on the disk. The tests of each
 * vendor extend this.
 */
abstract class RemoteCommandsContractTest {
  private static final Path TEXTS = Path.of("src/test/resources/org/tarnlake/cli");

  @TempDir Path folder;

  /** The address of a lake that is not there yet. */
  final String lake;

  /** The same address by another scheme. */
  private final String alias;

  /** The same address as other engines take it. */
  private final String others;

  private final RemoteServer server;

  /**
   * @param alias another scheme for the same addresses
   * @param others the scheme that other engines know
   */
  RemoteCommandsContractTest(RemoteServer server, String alias, String others) {
    this.server = server;
    this.lake = server.address(server.newBucket(), "lakes/one");
    String path = lake.substring(lake.indexOf("://"));
    this.alias = alias + path;
    this.others = others + path;
  }

  @BeforeEach
  void tellWhereTheServerIs() {
    server.properties().forEach(System::setProperty);
  }

  @AfterEach
  void forgetTheServer() {
    server.properties().keySet().forEach(System::clearProperty);
  }

  /** The tour on the disk, with the lake's other address, prints the same. */
  @Test
  void theTourIsTheSame() throws IOException {
    String printed = run(new Cli(folder), "quickstart", "DIR/tour", "--lake", lake);
    assertThat(words(printed.replace(lake, "LAKE").replace("DIR/tour/data", "DATA")))
        .isEqualTo(
            words(
                Files.readString(TEXTS.resolve("quickstart.txt"))
                    .replace("tarn-quickstart/lake", "LAKE")
                    .replace("tarn-quickstart/data", "DATA")));
    assertSound();
  }

  /** Where long lines break depends on the length of an address. */
  private static String words(String text) {
    return Transcript.steady(text).replaceAll("[ \\\\\n]+", " ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dry-run.txt", "undo.txt"})
  void transcriptsAreTheSame(String name) throws IOException {
    String script = Files.readString(TEXTS.resolve("transcripts").resolve(name));
    String expected = script.replace("DIR/lake", lake);
    assertThat(Transcript.replay(expected, new Cli(folder))).isEqualTo(expected);
    assertSound();
  }

  @Test
  void aLakeGoesToTheServerAndBack() throws IOException {
    Cli cli = new Cli(folder);
    cli.write("t.csv", "n,s\n1,one\n2,two\n");
    run(cli, "init", "DIR/lake");
    run(cli, "import", "DIR/lake", "t=DIR/t.csv", "--create");
    assertThat(run(cli, "backup", "DIR/lake", lake)).contains(lake + " has version 1 of");
    assertThat(run(cli, "backup", "DIR/lake", lake)).contains("0 files copied");
    run(cli, "delete", lake, "t", "--where", "n = 1");
    run(cli, "check", lake, "--deep");
    assertThat(run(cli, "repair", lake)).contains("Nothing to repair");
    for (String itself : List.of(lake + "/", alias, lake + "/t", alias + "/t")) {
      assertThat(cli.run("backup", lake, itself).err()).contains("lie within one another");
    }
    run(cli, "backup", lake, "DIR/back");
    assertThat(run(cli, "scan", "DIR/back", "t", "--format", "csv")).isEqualTo("n,s\n2,two\n");
    assertSound();
    SoundLake.assertSound(folder.resolve("back"));
  }

  @Test
  void tablesAreNamedAsOtherEnginesFindThem() throws IOException {
    Cli cli = new Cli(folder);
    run(cli, "init", lake);
    run(cli, "create", lake, "t", "n long");
    String asOthersRead = run(cli, "versions", lake);
    assertThat(asOthersRead).contains("delta.`%s/t`".formatted(others));
    assertThat(asOthersRead)
        .containsPattern("register_table\\('default', 't', '[a-z0-9]+://[^']+/t'\\)");
    assertThat(run(cli, "detach", lake, "t")).contains(" to %s/t now".formatted(lake));
    run(cli, "attach", lake, "t", lake + "/t");
    assertThat(run(cli, "dump", lake + "/_tarn/log/00000000000000000001.json"))
        .contains("lakeVersion");
    assertSound();
  }

  /** Each was made without a word, and its files taken for leftovers of the lake around it. */
  @Test
  void noLakeIsMadeWithinAnother() throws IOException {
    Cli cli = new Cli(folder);
    run(cli, "init", lake);
    run(cli, "create", lake, "t", "n long");
    run(cli, "init", "DIR/lake");
    String inner = lake + "/deep/inner/";
    String refused =
        "inner: it lies within %s, which is a lake; make it beside that".formatted(lake);
    assertThat(cli.run("init", inner).err()).contains(refused);
    assertThat(cli.run("backup", "DIR/lake", inner).err()).contains(refused);
    run(cli, "create", lake, "deep.t", "n long");
    assertThat(cli.run("adopt", lake + "/deep", "--yes").err())
        .contains("deep: it lies within %s, which is a lake".formatted(lake));
    assertThat(cli.run("quickstart", "DIR/tour", "--lake", inner).err()).contains(refused);
    assertThat(folder.resolve("tour")).doesNotExist();
    assertThatThrownBy(() -> Lake.create(inner)).hasMessageContaining(refused);
    assertThatThrownBy(() -> Lake.openOrCreate(inner)).hasMessageContaining(refused);
    assertSound();
    run(cli, "init", lake + "-2");
    Lake.openOrCreate(lake).close();
  }

  /** What a command prints, which has nothing to say against it. */
  static String run(Cli cli, String... arguments) {
    Cli.Result result = cli.run(arguments);
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    return result.out();
  }

  final void assertSound() throws IOException {
    try (ObjectStore store = Stores.open(lake)) {
      SoundLake.assertSound(store);
    }
  }
}
