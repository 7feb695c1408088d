package org.tarnlake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tarnlake.azure.AzureServer;

/** The commands do with a lake in a container what they do with one on the disk. */
@ExtendWith(AzureServer.Extension.class)
class AzureCommandsTest extends RemoteCommandsContractTest {
  /** Other engines have no name of their own for a container of Azurite. */
  AzureCommandsTest(AzureServer server) {
    super(server, "abfs", "az");
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
}
