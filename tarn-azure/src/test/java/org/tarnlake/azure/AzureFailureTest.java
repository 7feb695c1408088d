package org.tarnlake.azure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tarnlake.env.Environment;
import org.tarnlake.store.NothingWrittenException;
import org.tarnlake.store.remote.FaultProxy;
import org.tarnlake.store.remote.FaultProxy.Fate;

/** What a user reads who set something wrong, and that nobody reads a secret. */
@ExtendWith(AzureServer.Extension.class)
class AzureFailureTest {
  private static final byte[] CONTENT = "content".getBytes(UTF_8);

  private final AzureServer server;

  AzureFailureTest(AzureServer server) {
    this.server = server;
  }

  @Test
  void missingContainerIsNoMissingObject() {
    try (AzureStore store = server.open("no-such-container", "lake")) {
      String message =
          "the server answers 404 ContainerNotFound (The specified container does not exist.); make the container 'no-such-container' at http://127.0.0.1:%s/devstoreaccount1, or check its name and the account's"
              .formatted(server.port);
      assertThatThrownBy(() -> store.get("a"))
          .isNotInstanceOf(NoSuchFileException.class)
          .hasMessage("cannot read az://no-such-container/lake/a: " + message);
      assertThatThrownBy(() -> store.list("", "")).hasMessageEndingWith(message);
      assertThatThrownBy(() -> store.putIfAbsent("a", CONTENT))
          .isInstanceOf(NothingWrittenException.class)
          .hasMessageEndingWith(message);
      assertThatThrownBy(() -> store.size("a"))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(NoSuchFileException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "403, AuthorizationPermissionMismatch, 'Storage Blob Data Contributor'",
    "403, AuthenticationFailed, 'this machine''s clock'",
    "403, KeyBasedAuthenticationNotPermitted, 'az login'",
    "403, AccountIsDisabled, 'it is disabled'",
    "404, ResourceNotFound, 'it must be public'",
    "409, ContainerBeingDeleted, 'is being deleted'",
    "409, PublicAccessNotPermitted, 'unset AZURE_SKIP_SIGNATURE'",
    "400, OutOfRangeInput, 'shorten those of tables'",
    "418, Teapot, 'check the container and the server'"
  })
  void refusalNamesTheRemedy(int status, String code, String remedy) throws Exception {
    String container = server.newContainer();
    try (FaultProxy proxy = new FaultProxy(server.port);
        AzureStore store =
            AzureServer.open(proxy.port(), container, "", AzureServer.withoutWaiting())) {
      store.put("probed", CONTENT);
      proxy.rule(request -> new Fate.Answered(status, code));
      for (IOException each : List.of(write(store), read(store))) {
        assertThat(each)
            .isNotInstanceOf(NoSuchFileException.class)
            .hasMessageContaining("%s %s", status, code)
            .hasMessageContaining(remedy)
            .hasMessageContaining("az://" + container + "/a")
            .message()
            .doesNotContain(AzureServer.KEY);
      }
    }
  }

  private static IOException read(AzureStore store) {
    return assertThrows(IOException.class, () -> store.get("a"));
  }

  private static IOException write(AzureStore store) {
    return assertThrows(NothingWrittenException.class, () -> store.putIfAbsent("a", CONTENT));
  }

  @Test
  void wrongKeyAndWrongSignatureAreTold() {
    String container = server.newContainer();
    Map<String, String> wrong = new TreeMap<>(server.variables());
    wrong.put("AZURE_STORAGE_ACCOUNT_KEY", "YW5vdGhlciBrZXk=");
    Map<String, String> signed = new TreeMap<>(server.unsigned(server.port));
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
        AzureServer.open(variables, "some-container", "", AzureServer.withoutWaiting())) {
      assertThatThrownBy(() -> store.get("a"))
          .hasMessage(
              "cannot read az://some-container/a: the host of http://no-such-account.invalid is not known; check the account's name and AZURE_STORAGE_ENDPOINT");
    }
  }
}
