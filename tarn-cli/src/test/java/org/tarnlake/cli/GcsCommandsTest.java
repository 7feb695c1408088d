package org.tarnlake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tarnlake.gcs.GcsServer;

/** The commands do with a lake in a bucket of Google's what they do with one on the disk. */
@ExtendWith(GcsServer.Extension.class)
class GcsCommandsTest extends RemoteCommandsContractTest {
  GcsCommandsTest(GcsServer server) {
    super(server, "gcs", "gs");
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
