package org.tarnlake.azuremodule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.store.ChildJvm;

/** On the module path only what a module names is there. */
class AzureModulePathTest {
  @TempDir Path scratch;

  @Test
  void moduleHasAllThatItNeeds() throws Exception {
    String libraries = Files.readString(Path.of("target", "runtime-classpath.txt")).strip();
    List<String> lines =
        ChildJvm.start(
                scratch,
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-p",
                    Path.of("target", "classes") + File.pathSeparator + libraries,
                    "--add-modules",
                    "org.tarnlake.azure",
                    "-cp",
                    Path.of("target", "test-classes").toString(),
                    Outside.class.getName()),
                // Of the vendor's chain this one only, which is quick.
                Map.of("AZURE_TOKEN_CREDENTIALS", "EnvironmentCredential"))
            .await();
    assertThat(lines)
        .contains("module org.tarnlake.azure")
        .contains(
            "cannot read abfss://some-container@some-account.dfs.core.windows.net/a: no credentials were found; set AZURE_STORAGE_ACCOUNT_KEY or AZURE_STORAGE_SAS_TOKEN, or AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET, or run 'az login', or set AZURE_SKIP_SIGNATURE=true for a container that is public")
        .last()
        .asString()
        .startsWith("cannot read az://some-container/a: no answer from http://127.0.0.1:1");
  }
}
