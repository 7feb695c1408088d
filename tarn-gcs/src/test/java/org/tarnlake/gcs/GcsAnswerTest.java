package org.tarnlake.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.client.http.HttpHeaders;
import com.google.api.client.http.HttpResponseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tarnlake.store.remote.NoCredentialsException;
import org.tarnlake.store.remote.RemoteAnswer;
import org.tarnlake.store.remote.RemoteServer;
import org.tarnlake.store.remote.Variables;

/** What each answer means for the object, and for the caller. */
class GcsAnswerTest {
  private static final String ERROR =
      "{\"error\":{\"code\":%d,\"message\":\"%s\",\"errors\":[{\"reason\":\"%s\"}]}}";

  @ParameterizedTest
  @CsvSource({
    "412, conditionNotMet, TAKEN",
    "412, somethingElse, UNKNOWN",
    "409, conflict, UNKNOWN",
    "408, requestTimeout, UNKNOWN",
    "429, rateLimitExceeded, UNKNOWN",
    "403, rateLimitExceeded, UNKNOWN",
    "403, userRateLimitExceeded, UNKNOWN",
    "500, backendError, UNKNOWN",
    "503, backendError, UNKNOWN",
    "401, authError, REFUSED",
    "403, forbidden, REFUSED",
    "404, notFound, REFUSED",
    "400, invalid, REFUSED",
    "302, moved, REFUSED"
  })
  void answerIsRead(int status, String reason, RemoteAnswer meaning) {
    assertThat(GcsAnswer.of(answer(status, ERROR.formatted(status, "as it says", reason))))
        .isEqualTo(meaning);
  }

  /** Emulators give no reason; and what stands between has answers of its own. */
  @Test
  void preconditionThatFailedIsBelievedInTheServicesOwnFormOnly() {
    assertThat(GcsAnswer.of(answer(412, "{\"error\":{\"code\":412,\"message\":\"x\"}}")))
        .isEqualTo(RemoteAnswer.TAKEN);
    assertThat(GcsAnswer.of(answer(412, "<html>Precondition Failed</html>")))
        .isEqualTo(RemoteAnswer.UNKNOWN);
    assertThat(GcsAnswer.of(answer(412, null))).isEqualTo(RemoteAnswer.UNKNOWN);
    String policy = "'eu' violates constraint 'constraints/gcp.resourceLocations'";
    RuntimeException forbidden = answer(412, ERROR.formatted(412, policy, "conditionNotMet"));
    assertThat(GcsAnswer.of(forbidden)).isEqualTo(RemoteAnswer.REFUSED);
    assertThat(reason(forbidden)).contains("policy of the organization");
  }

  @Test
  void whatDidNotReachTheServerIsToldFromWhatMayHave() {
    for (IOException each :
        new IOException[] {
          new ConnectException("refused"),
          new UnknownHostException("host"),
          new NoRouteToHostException("host"),
          new SSLHandshakeException("no trust")
        }) {
      assertThat(GcsAnswer.of(new UncheckedIOException(each))).isEqualTo(RemoteAnswer.NOT_DONE);
    }
    for (IOException each :
        new IOException[] {new SocketTimeoutException("read"), new IOException("cut")}) {
      assertThat(GcsAnswer.of(new UncheckedIOException(each))).isEqualTo(RemoteAnswer.UNKNOWN);
      assertThat(GcsAnswer.isPassing(new UncheckedIOException(each))).isTrue();
    }
    RuntimeException nobody = new NoCredentialsException(new IOException("none"));
    assertThat(GcsAnswer.of(nobody)).isEqualTo(RemoteAnswer.REFUSED);
    assertThat(GcsAnswer.isPassing(nobody)).isFalse();
  }

  /** The 404 of a server for tokens was taken for that of an object. */
  @Test
  void whatTheGiverOfTokensAnswersIsNoAnswerOfTheService() throws Exception {
    RuntimeException nobody = new NoCredentialsException(answer(404, "no such page"));
    assertThat(GcsAnswer.of(nobody)).isEqualTo(RemoteAnswer.REFUSED);
    try (ScriptedServer server = new ScriptedServer()) {
      assertThat(server.objects().isMissing(nobody)).isFalse();
      assertThat(server.objects().reason(nobody)).startsWith("no credentials could be had (");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GOOGLE_SERVICE_ACCOUNT_KEY, c2VjcmV0, GOOGLE_SERVICE_ACCOUNT_KEY has no credentials in JSON",
    "GOOGLE_SERVICE_ACCOUNT, no/such.json, there is no file 'no/such.json' that can be read",
    "GOOGLE_APPLICATION_CREDENTIALS, pom.xml, '''pom.xml'' has no credentials in JSON'"
  })
  void credentialsThatCannotBeReadAreTold(String name, String value, String said) {
    try (GcsStore store =
        GcsStore.open(
            "gs://b", new Variables(Map.of(name, value)), RemoteServer.withoutWaiting(), 1 << 18)) {
      assertThatThrownBy(() -> store.get("a"))
          .hasMessageStartingWith(
              "cannot read gs://b/a: no credentials could be had (%s); ".formatted(said))
          .message()
          .doesNotContain("c2VjcmV0");
    }
  }

  @Test
  void ofTroublesOneIsNotDecided() {
    for (GcsTrouble.Kind each : GcsTrouble.Kind.values()) {
      RuntimeException trouble = new GcsTrouble(each, new IOException("x"));
      assertThat(GcsAnswer.of(trouble))
          .isEqualTo(
              each == GcsTrouble.Kind.UPLOAD_ENDED ? RemoteAnswer.TAKEN : RemoteAnswer.REFUSED);
      assertThat(GcsAnswer.isPassing(trouble)).isFalse();
      assertThat(reason(trouble)).contains(";");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "401, authError, 'this machine''s clock'",
    "403, forbidden, 'Storage Object User of the bucket ''b'''",
    "403, userProjectAccessDenied, 'GOOGLE_CLOUD_QUOTA_PROJECT'",
    "400, userProjectMissing, 'GOOGLE_CLOUD_QUOTA_PROJECT'",
    "403, accountDisabled, 'its owner can enable it'",
    "403, retentionPolicyNotMet, 'replaces hints, and deletes'",
    "404, notFound, 'make the bucket ''b'' at https://x.test'",
    "429, rateLimitExceeded, 'slow down'",
    "503, backendError, 'slow down'",
    "500, backendError, 'try again later'",
    "418, teapot, 'check the bucket and the server'"
  })
  void refusalNamesTheRemedy(int status, String reason, String remedy) {
    assertThat(reason(answer(status, ERROR.formatted(status, "as it says", reason))))
        .startsWith("the server answers %s %s (as it says); ".formatted(status, reason))
        .contains(remedy);
  }

  /** Errors come whole, as their inner part, as a line of text or as a page. */
  @Test
  void errorIsReadInEachOfItsForms() {
    String inner = "{\"code\":404,\"message\":\"No such object: b/a\",\"errors\":[]}";
    assertThat(GcsError.of(404, inner))
        .isEqualTo(new GcsError(404, true, "", "No such object: b/a"));
    assertThat(GcsError.of(404, "{\"error\":" + inner + "}")).isEqualTo(GcsError.of(404, inner));
    assertThat(GcsError.of(404, "No such object: b/a").saysNoObject()).isTrue();
    assertThat(GcsError.of(404, "The specified bucket does not exist.").saysNoBucket()).isTrue();
    assertThat(GcsError.of(502, "<html>\nsecret")).isEqualTo(new GcsError(502, false, "", ""));
    assertThat(GcsError.of(502, "{torn")).isEqualTo(new GcsError(502, false, "", "{torn"));
    assertThat(GcsError.of(502, "x".repeat(1000)).message()).hasSize(303);
  }

  private static String reason(RuntimeException e) {
    return new GcsFailure("b", "https://x.test").reason(e);
  }

  private static RuntimeException answer(int status, String content) {
    return new UncheckedIOException(
        new HttpResponseException.Builder(status, "", new HttpHeaders())
            .setContent(content)
            .build());
  }
}
