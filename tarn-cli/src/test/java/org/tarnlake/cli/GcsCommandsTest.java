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
import org.tarnlake.gcs.GcsServer;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.testing.SoundLake;

/** The commands do with a lake in a bucket of Google's what they do with one on the disk. */
@ExtendWith(GcsServer.Extension.class)
class GcsCommandsTest {
  private static final Path TRANSCRIPT =
      Path.of("src/test/resources/org/tarnlake/cli/transcripts/undo.txt");

  @TempDir Path folder;

  private final GcsServer server;
  private final String lake;

  GcsCommandsTest(GcsServer server) {
    this.server = server;
    this.lake = "gs://%s/lakes/one".formatted(server.newBucket());
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
  void transcriptIsTheSameAndABackupGoesBack() throws IOException {
    String expected = Files.readString(TRANSCRIPT).replace("DIR/lake", lake);
    Cli cli = new Cli(folder);
    assertThat(Transcript.replay(expected, cli)).isEqualTo(expected);
    assertThat(cli.run("backup", lake, "DIR/back").err()).isEmpty();
    assertThat(cli.run("check", "DIR/back", "--deep").status()).isZero();
    try (ObjectStore store = Stores.open(lake)) {
      SoundLake.assertSound(store);
    }
  }

  @Test
  void mistakesAreTold() {
    Cli cli = new Cli(folder);
    assertThat(cli.run("tables", lake).err()).contains(lake + " is no lake", "tarn init");
    assertThat(cli.run("tables", "gs://no-such-bucket/lake").err())
        .contains("no-such-bucket", "make the bucket");
    assertThat(cli.run("tables", "gs:///lake").err()).contains("pass the name of a bucket");
  }
}
