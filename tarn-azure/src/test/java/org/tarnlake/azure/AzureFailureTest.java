package org.tarnlake.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tarnlake.env.Environment;
import org.tarnlake.store.remote.RemoteFailureContractTest;
import org.tarnlake.store.remote.RemoteServer;

/** What a user of Azure reads who set something wrong. */
@ExtendWith(AzureServer.Extension.class)
class AzureFailureTest extends RemoteFailureContractTest {
  private final AzureServer server;

  AzureFailureTest(AzureServer server) throws IOException {
    super(server);
    this.server = server;
  }

  @Override
  protected String withoutBucket(String missing) {
    return "the server answers 404 ContainerNotFound (The specified container does not exist.); make the container '%s' at http://127.0.0.1:%s/devstoreaccount1, or check its name and the account's"
        .formatted(missing, server.port());
  }

  @Override
  protected List<Refusal> refusals() {
    return List.of(
        new Refusal(403, "AuthorizationPermissionMismatch", "Storage Blob Data Contributor"),
        new Refusal(403, "AuthenticationFailed", "this machine's clock"),
        new Refusal(403, "KeyBasedAuthenticationNotPermitted", "az login"),
        new Refusal(403, "AccountIsDisabled", "it is disabled"),
        new Refusal(404, "ResourceNotFound", "it must be public"),
        new Refusal(409, "ContainerBeingDeleted", "is being deleted"),
        new Refusal(409, "PublicAccessNotPermitted", "unset AZURE_SKIP_SIGNATURE"),
        new Refusal(400, "OutOfRangeInput", "shorten those of tables"),
        new Refusal(418, "Teapot", "check the container and the server"));
  }

  @Override
  protected List<String> secrets() {
    return List.of(AzureServer.KEY);
  }

  @Test
  void wrongKeyAndWrongSignatureAreTold() {
    String container = server.newBucket();
    Map<String, String> wrong = new TreeMap<>(server.variables());
    wrong.put("AZURE_STORAGE_ACCOUNT_KEY", "YW5vdGhlciBrZXk=");
    Map<String, String> signed = new TreeMap<>(server.unsigned(server.port()));
    String signature =
        signed.get("AZURE_STORAGE_SAS_TOKEN").replaceFirst("sig=[^&]*", "sig=c2VjcmV0");
    signed.put("AZURE_STORAGE_SAS_TOKEN", signature);
    for (Map<String, String> each : List.of(wrong, signed)) {
      try (AzureStore store = AzureServer.open(each, container, "", Environment.system())) {
        assertThatThrownBy(() -> store.get("a"))
            .isNotInstanceOf(NoSuchFileException.class)
            .hasMessageContaining("403 Auth")
            .hasMessageContaining("check AZURE_STORAGE_ACCOUNT_KEY, AZURE_STORAGE_SAS_TOKEN")
            .satisfies(
                e -> {
                  for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                    assertThat(String.valueOf(cause.getMessage()))
                        .doesNotContain("c2VjcmV0")
                        .doesNotContain("YW5vdGhlciBrZXk=");
                  }
                });
      }
    }
  }

  @Test
  void hostThatNobodyKnowsIsTold() {
    Map<String, String> variables =
        Map.of(
            "AZURE_STORAGE_ENDPOINT", "http://no-such-account.invalid",
            "AZURE_SKIP_SIGNATURE", "true");
    try (AzureStore store =
        AzureServer.open(variables, "some-container", "", RemoteServer.withoutWaiting())) {
      assertThatThrownBy(() -> store.get("a"))
          .hasMessage(
              "cannot read az://some-container/a: the host of http://no-such-account.invalid is not known; check the account's name and AZURE_STORAGE_ENDPOINT");
    }
  }
}
