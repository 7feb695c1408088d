package org.tarnlake.azure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tarnlake.store.remote.BucketStore;
import org.tarnlake.store.remote.Variables;

/** What users set and type, and what becomes of it. */
class AzureSettingsTest {
  private static final String KEY = "a2V5LW9mLXRoZS10ZXN0cw==";
  private static final String CONNECTION =
      "DefaultEndpointsProtocol=https;AccountName=mine;AccountKey=" + KEY;

  @ParameterizedTest
  @CsvSource({
    "az://c-1/lakes/shop, , c-1, lakes/shop",
    "azure://c-1, , c-1, ''",
    "abfs://c-1/lakes/, , c-1, lakes/",
    "abfss://c-1@acc.dfs.core.windows.net/shop, acc.blob.core.windows.net, c-1, shop",
    "wasbs://c-1@acc.blob.core.windows.net/shop, acc.blob.core.windows.net, c-1, shop",
    "abfss://c-1@ACC.dfs.core.chinacloudapi.cn, acc.blob.core.chinacloudapi.cn, c-1, ''",
    "https://acc.blob.core.windows.net/c-1/a/b, acc.blob.core.windows.net, c-1, a/b",
    "https://acc.z12.blob.storage.azure.net/c-1, acc.z12.blob.storage.azure.net, c-1, ''",
    "az://acc.blob.core.windows.net/c-1/a, acc.blob.core.windows.net, c-1, a"
  })
  void addressIsRead(String address, String host, String container, String folder) {
    assertThat(AzureAddress.parse(address)).isEqualTo(new AzureAddress(host, container, folder));
  }

  @ParameterizedTest
  @CsvSource({
    "https://example.org/c/a, is no host of a storage account",
    "abfss://c@example.org/a, is no host of a storage account",
    "https://acc.blob.core.windows.net, pass the name of a container",
    "az:///lake, pass the name of a container",
    "az://c/a?sv=1&sig=secret, AZURE_STORAGE_SAS_TOKEN"
  })
  void whatIsNoAddressIsRefused(String address, String said) {
    assertThatThrownBy(() -> AzureAddress.parse(address))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(said)
        .message()
        .doesNotContain("secret");
  }

  @Test
  void environmentDoesNotLeadToAnotherAccountThanTheAddress() {
    String address = "abfss://c@alpha.dfs.core.windows.net/lake";
    String betas = "https://beta.blob.core.windows.net";
    for (Map<String, String> set :
        List.of(
            Map.of("AZURE_STORAGE_ENDPOINT", betas),
            Map.of(
                "AZURE_STORAGE_CONNECTION_STRING",
                "BlobEndpoint=%s;SharedAccessSignature=sv=1&sig=secret".formatted(betas)))) {
      assertThatThrownBy(() -> of(set, address))
          .hasMessageContaining("is that of the account 'beta', and the address names 'alpha'")
          .message()
          .doesNotContain("secret");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sv=1&sig=secret\"", "sv=1&sig=sec ret", "sv=1&sig=secret%zz"})
  void signatureThatNoUrlCanHaveIsRefusedAndNotShown(String signature) {
    assertThatThrownBy(
            () ->
                of(
                    Map.of("AZURE_STORAGE_SAS_TOKEN", signature),
                    "abfss://c@alpha.dfs.core.windows.net/lake"))
        .hasMessageContaining("copy it again")
        .message()
        .doesNotContain("sec");
  }

  @Test
  void accountIsThatOfTheAddressOrOfTheEnvironment() {
    Map<String, String> account = Map.of("AZURE_STORAGE_ACCOUNT", "mine");
    assertThat(of(account, "az://c").endpoint()).isEqualTo("https://mine.blob.core.windows.net");
    assertThat(of(account, "az://c").root("c")).isEqualTo("abfss://c@mine.dfs.core.windows.net");
    AzureSettings others = of(account, "abfss://c@other.dfs.core.windows.net/x");
    assertThat(others.endpoint()).isEqualTo("https://other.blob.core.windows.net");
    assertThat(others.account()).isEqualTo("other");
    assertThatThrownBy(() -> of(Map.of(), "az://c/lake"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "no storage account is set: set AZURE_STORAGE_ACCOUNT_NAME, or write abfss://c@ACCOUNT.dfs.core.windows.net/lake");
  }

  @Test
  void endpointMayBeAnother() {
    for (String name : List.of("AZURE_STORAGE_ENDPOINT", "AZURE_ENDPOINT")) {
      AzureSettings settings =
          of(
              Map.of(
                  name,
                  "http://store.test:9000/mine/",
                  "AZURE_STORAGE_ACCOUNT_NAME",
                  "mine",
                  "AZURE_STORAGE_KEY",
                  KEY),
              "abfss://c@other.dfs.core.windows.net/x");
      assertThat(settings.endpoint()).isEqualTo("http://store.test:9000/mine");
      assertThat(settings.account()).isEqualTo("mine");
      assertThat(settings.root("c")).isEqualTo("az://c");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"AZURE_STORAGE_ACCOUNT_KEY", "AZURE_STORAGE_ACCESS_KEY", "AZURE_STORAGE_KEY"})
  void keyHasSeveralNames(String name) {
    AzureSettings settings = of(Map.of("AZURE_STORAGE_ACCOUNT_NAME", "mine", name, KEY), "az://c");
    assertThat(settings.key()).isEqualTo(KEY);
    assertThat(settings.toString()).doesNotContain(KEY);
  }

  @Test
  void signatureAndNoneAndIdentity() {
    String host = "abfss://c@a.dfs.core.windows.net";
    for (String name : List.of("AZURE_STORAGE_SAS_TOKEN", "AZURE_STORAGE_SAS_KEY")) {
      AzureSettings signed = of(Map.of(name, "?sv=1&sig=secret"), host);
      assertThat(signed.signature()).isEqualTo("?sv=1&sig=secret");
      assertThat(signed.toString()).doesNotContain("secret");
    }
    assertThat(of(Map.of("AZURE_SKIP_SIGNATURE", "true"), host).anonymous()).isTrue();
    assertThat(of(Map.of(), host))
        .isEqualTo(new AzureSettings("https://a.blob.core.windows.net", "a", null, null, false));
  }

  @Test
  void connectionStringHasItAll() {
    Map<String, String> set = Map.of("AZURE_STORAGE_CONNECTION_STRING", CONNECTION);
    assertThat(of(set, "az://c"))
        .isEqualTo(
            new AzureSettings("https://mine.blob.core.windows.net", "mine", KEY, null, false));
    assertThat(of(set, "abfss://c@mine.dfs.core.windows.net").key()).isEqualTo(KEY);
    assertThatThrownBy(() -> of(set, "abfss://c@other.dfs.core.windows.net"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is that of the account 'mine', and the address names 'other'");
    AzureSettings signed =
        of(
            Map.of(
                "AZURE_STORAGE_CONNECTION_STRING",
                "BlobEndpoint=https://mine.blob.core.windows.net/;SharedAccessSignature=sv=1&sig=s"),
            "az://c");
    assertThat(signed)
        .isEqualTo(
            new AzureSettings(
                "https://mine.blob.core.windows.net", "mine", null, "sv=1&sig=s", false));
  }

  @Test
  void emulatorNeedsNothingElse() {
    for (Map<String, String> each :
        List.of(
            Map.of("AZURE_STORAGE_USE_EMULATOR", "true"),
            Map.of("AZURE_STORAGE_CONNECTION_STRING", "UseDevelopmentStorage=true"))) {
      AzureSettings settings = of(each, "az://c");
      assertThat(settings.endpoint()).isEqualTo("http://127.0.0.1:10000/devstoreaccount1");
      assertThat(settings.key()).isEqualTo(AzureServer.KEY);
    }
    assertThat(
            of(
                    Map.of(
                        "AZURE_STORAGE_USE_EMULATOR",
                        "1",
                        "AZURITE_BLOB_STORAGE_URL",
                        "http://emulator.test:1"),
                    "az://c")
                .endpoint())
        .isEqualTo("http://emulator.test:1/devstoreaccount1");
  }

  @ParameterizedTest
  @CsvSource({
    "AZURE_STORAGE_KEY, secret!, is no text in base64",
    "AZURE_STORAGE_ENDPOINT, https://a.test/?sig=secret, the endpoint of the account is no URL",
    "AZURE_STORAGE_CONNECTION_STRING, secret, is not of the form Name=value",
    "AZURE_SKIP_SIGNATURE, perhaps, AZURE_SKIP_SIGNATURE is 'perhaps'; set true or false"
  })
  void whatCannotBeUnderstoodIsRefused(String name, String value, String said) {
    assertThatThrownBy(() -> of(Map.of("AZURE_STORAGE_ACCOUNT", "mine", name, value), "az://c"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(said)
        .message()
        .doesNotContain("secret");
  }

  /** An account with a hierarchy sorts the slash before all else: nothing may be left out. */
  @ParameterizedTest
  @CsvSource({
    "lake/log/, lake/log/00000000000000000042.json, lake/log/00000000000000000042",
    "lake/log/, lake/log/a-b, lake/log/a",
    "lake/log/, lake/log/aé, lake/log/a",
    "lake/log/, lake/log/.a, ",
    "lake/log/, lake/log/, ",
    "lake/log/, lake/a, ",
    "lake/log/, , "
  })
  void listingStartsWhereNothingIsLeftOut(String prefix, String startAfter, String start) {
    assertThat(AzureObjects.start(prefix, startAfter)).isEqualTo(start);
  }

  private static AzureSettings of(Map<String, String> variables, String address) {
    return AzureSettings.of(new Variables(variables), AzureAddress.parse(address));
  }

  @ExtendWith(AzureServer.Extension.class)
  @Test
  void nullIsRefusedByTheNameOfTheArgument(AzureServer server) {
    try (BucketStore store = server.open("some-container", "")) {
      for (ThrowingCallable each :
          List.<ThrowingCallable>of(
              () -> AzureStore.open(null),
              () -> store.putIfAbsent("a", null),
              () -> store.put("a", null),
              () -> store.list("", null),
              () -> store.copy(null, "a", "b"),
              () -> store.get(null))) {
        assertThatThrownBy(each)
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining(" is null; pass ");
      }
    }
  }

  /** In an account with a hierarchy of names folders are objects, too, and no object of a lake. */
  @ExtendWith(AzureServer.Extension.class)
  @Test
  void foldersOfAHierarchyAreNotListed(AzureServer server) throws Exception {
    String container = server.newBucket();
    var folder = server.container(container).getBlobClient("lake/t").getBlockBlobClient();
    folder.upload(com.azure.core.util.BinaryData.fromBytes(new byte[0]));
    folder.setMetadata(Map.of("hdi_isfolder", "true"));
    try (BucketStore store = server.open(container, "lake")) {
      store.putIfAbsent("t/a", "content".getBytes(UTF_8));
      assertThat(store.list("", "")).extracting(object -> object.name()).containsExactly("t/a");
    }
  }
}
