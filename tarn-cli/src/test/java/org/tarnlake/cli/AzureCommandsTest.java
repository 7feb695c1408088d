package org.tarnlake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.Stores;
import org.tarnlake.azure.AzureServer;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.testing.SoundLake;

/** The commands do with a lake in a container what they do with one on the disk. */
@ExtendWith(AzureServer.Extension.class)
class AzureCommandsTest {
  private static final Path TEXTS = Path.of("src/test/resources/org/tarnlake/cli");

  @TempDir Path folder;

  private final AzureServer server;
  private final String lake;

  AzureCommandsTest(AzureServer server) {
    this.server = server;
    this.lake = "az://%s/lakes/one".formatted(server.newBucket());
  }

  @BeforeEach
  void tellWhereTheServerIs() {
    server.variables().forEach(System::setProperty);
  }

  @AfterEach
  void forgetTheServer() {
    server.variables().keySet().forEach(System::clearProperty);
  }

  @Test
  void transcriptIsTheSame() throws IOException {
    String script = Files.readString(TEXTS.resolve("transcripts").resolve("undo.txt"));
    String expected = script.replace("DIR/lake", lake);
    assertThat(Transcript.replay(expected, new Cli(folder))).isEqualTo(expected);
    assertSound();
  }

  @Test
  void aLakeGoesToAContainerAndBack() throws IOException {
    Cli cli = new Cli(folder);
    cli.write("t.csv", "n,s\n1,one\n2,two\n");
    run(cli, "init", "DIR/lake");
    run(cli, "import", "DIR/lake", "t=DIR/t.csv", "--create");
    assertThat(run(cli, "backup", "DIR/lake", lake)).contains(lake + " has version 1 of");
    run(cli, "delete", lake, "t", "--where", "n = 1");
    run(cli, "check", lake, "--deep");
    assertThat(cli.run("backup", lake, lake.replace("az:", "abfs:") + "/t").err())
        .contains("lie within one another");
    assertThat(run(cli, "versions", lake)).contains("delta.`" + lake + "/t`");
    run(cli, "backup", lake, "DIR/back");
    assertThat(run(cli, "scan", "DIR/back", "t", "--format", "csv")).isEqualTo("n,s\n2,two\n");
    assertSound();
    SoundLake.assertSound(folder.resolve("back"));
  }

  private static String run(Cli cli, String... arguments) {
    Cli.Result result = cli.run(arguments);
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    return result.out();
  }

  @Test
  void mistakesAreTold() {
    Cli cli = new Cli(folder);
    assertThat(cli.run("tables", lake).err()).contains(lake + " is no lake", "tarn init");
    assertThat(cli.run("tables", "az://no-such-container/lake").err())
        .contains("no-such-container", "make the container");
    assertThat(cli.run("tables", "az:///lake").err()).contains("pass the name of a container");
    assertThat(cli.run("tables", "https://example.org/lake").err())
        .contains("'example.org' is no host of a storage account");
    assertThat(cli.run("tables", "az://c/lake?sv=1&sig=secret").err())
        .contains("cannot open az://c/lake?...: leave out", "AZURE_STORAGE_SAS_TOKEN")
        .doesNotContain("secret");
    System.setProperty("AZURE_STORAGE_ACCOUNT_KEY", "YW5vdGhlciBrZXk=");
    assertThat(cli.run("tables", lake).err())
        .contains("AZURE_STORAGE_ACCOUNT_KEY")
        .doesNotContain("YW5vdGhlciBrZXk=")
        .doesNotContain(AzureServer.KEY);
  }

  private void assertSound() throws IOException {
    try (ObjectStore store = Stores.open(lake)) {
      SoundLake.assertSound(store);
    }
  }
}
