package org.tarnlake.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tarnlake.store.remote.Variables;

/** What users set and type, and what becomes of it. */
class GcsSettingsTest {
  private static final String GOOGLE = "https://storage.googleapis.com";

  @ParameterizedTest
  @CsvSource({
    "gs://b-1/lakes/shop, b-1, lakes/shop",
    "gcs://b-1, b-1, ''",
    "gs://my.bucket_1/a/, my.bucket_1, a/"
  })
  void addressIsRead(String address, String bucket, String folder) {
    assertThat(GcsAddress.parse(address)).isEqualTo(new GcsAddress(bucket, folder));
  }

  @ParameterizedTest
  @CsvSource({
    "gs:///lake, pass the name of a bucket",
    "gs://, pass the name of a bucket",
    "gs://b/a?key=secret, GOOGLE_APPLICATION_CREDENTIALS",
    "gs://secret@b/a, GOOGLE_APPLICATION_CREDENTIALS"
  })
  void whatIsNoAddressIsRefused(String address, String said) {
    assertThatThrownBy(() -> GcsAddress.parse(address))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(said)
        .message()
        .doesNotContain("secret");
    assertThatThrownBy(() -> GcsStore.open(null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("address is null; pass ");
  }

  @Test
  void withNothingSetTheVendorsChainFindsAnIdentity() {
    assertThat(of(Map.of())).isEqualTo(new GcsSettings(GOOGLE, null, null, false, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GOOGLE_SERVICE_ACCOUNT",
        "GOOGLE_SERVICE_ACCOUNT_PATH",
        "GOOGLE_APPLICATION_CREDENTIALS"
      })
  void fileOfCredentialsHasSeveralNames(String name) {
    assertThat(of(Map.of(name, "/keys/k.json")))
        .isEqualTo(new GcsSettings(GOOGLE, null, "/keys/k.json", false, null));
  }

  @Test
  void keyComesBeforeAFile() {
    GcsSettings settings =
        of(Map.of("GOOGLE_SERVICE_ACCOUNT_KEY", "{secret}", "GOOGLE_SERVICE_ACCOUNT", "/k.json"));
    assertThat(settings).isEqualTo(new GcsSettings(GOOGLE, "{secret}", null, false, null));
    assertThat(settings.toString()).doesNotContain("secret");
  }

  @Test
  void publicBucketsNeedNoCredentials() {
    assertThat(of(Map.of("GOOGLE_SKIP_SIGNATURE", "true", "GOOGLE_SERVICE_ACCOUNT", "/k.json")))
        .isEqualTo(new GcsSettings(GOOGLE, null, null, true, null));
  }

  @Test
  void projectThatPaysMayBeNamed() {
    assertThat(of(Map.of("GOOGLE_CLOUD_QUOTA_PROJECT", "mine")).project()).isEqualTo("mine");
  }

  @Test
  void emulatorNeedsNothingElse() {
    for (String host :
        List.of("localhost:9000", "http://localhost:9000", "http://localhost:9000/")) {
      assertThat(of(Map.of("STORAGE_EMULATOR_HOST", host, "GOOGLE_SERVICE_ACCOUNT", "/k.json")))
          .isEqualTo(new GcsSettings("http://localhost:9000", null, null, true, null));
    }
  }

  @Test
  void serviceMayBeElsewhere() {
    assertThat(of(Map.of("GOOGLE_BASE_URL", "https://storage-x.p.googleapis.com/")))
        .isEqualTo(new GcsSettings("https://storage-x.p.googleapis.com", null, null, false, null));
  }

  @ParameterizedTest
  @CsvSource({
    "STORAGE_EMULATOR_HOST, http://secret@a, STORAGE_EMULATOR_HOST is no URL",
    "GOOGLE_BASE_URL, ftp://secret, GOOGLE_BASE_URL is no URL",
    "GOOGLE_SKIP_SIGNATURE, perhaps, GOOGLE_SKIP_SIGNATURE is 'perhaps'; set true or false"
  })
  void whatCannotBeUnderstoodIsRefused(String name, String value, String said) {
    assertThatThrownBy(() -> of(Map.of(name, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(said)
        .message()
        .doesNotContain("secret");
  }

  private static GcsSettings of(Map<String, String> variables) {
    return GcsSettings.of(new Variables(variables));
  }
}
