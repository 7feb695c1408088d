package org.tarnlake.store.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tarnlake.store.NothingWrittenException;
import org.tarnlake.store.remote.FaultProxy.Fate.Answered;

/**
 * What a user reads who set something wrong, and that nobody reads a secret. The module of each
 * vendor extends this.
 */
@TestInstance(Lifecycle.PER_CLASS)
public abstract class RemoteFailureContractTest {
  private static final byte[] CONTENT = "content".getBytes(UTF_8);

  private final RemoteServer server;
  private final ProxiedBucket bucket;

  protected RemoteFailureContractTest(RemoteServer server) throws IOException {
    this.server = server;
    this.bucket = new ProxiedBucket(server);
  }

  /**
   * An answer, and words of what to do.
   *
   * @param remedy a part of what is said
   */
  public record Refusal(int status, String code, String remedy) {}

  protected abstract List<Refusal> refusals();

  /** How every message ends where there is no bucket of that name. */
  protected abstract String withoutBucket(String missing);

  /** All that is said of why an object of a missing bucket cannot be read. */
  protected String unread(String missing) {
    return withoutBucket(missing);
  }

  /** What no message may have. */
  protected abstract List<String> secrets();

  @AfterAll
  void closeProxy() throws IOException {
    bucket.close();
  }

  @Test
  void missingBucketIsNoMissingObject() {
    String missing = "no-such-bucket";
    try (BucketStore store = server.open(missing, "lake")) {
      assertThatThrownBy(() -> store.get("a"))
          .isNotInstanceOf(NoSuchFileException.class)
          .hasMessage("cannot read %s: %s", server.address(missing, "lake/a"), unread(missing));
      assertThatThrownBy(() -> store.list("", "")).hasMessageEndingWith(withoutBucket(missing));
      assertThatThrownBy(() -> store.putIfAbsent("a", CONTENT))
          .isInstanceOf(NothingWrittenException.class)
          .hasMessageEndingWith(withoutBucket(missing));
      // An answer to HEAD has no text.
      assertThatThrownBy(() -> store.size("a"))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(NoSuchFileException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refusalNamesTheRemedy(Refusal refusal) throws Exception {
    try (BucketStore store = bucket.openFolder()) {
      bucket.proxy().rule(request -> new Answered(refusal.status(), refusal.code()));
      IOException write =
          catchThrowableOfType(
              NothingWrittenException.class, () -> store.putIfAbsent("a", CONTENT));
      IOException read = catchThrowableOfType(IOException.class, () -> store.get("a"));
      String code = refusal.code().isEmpty() ? "" : " " + refusal.code();
      for (IOException each : List.of(write, read)) {
        assertThat(each)
            .isNotInstanceOf(NoSuchFileException.class)
            .hasMessageContaining("the server answers %s%s", refusal.status(), code)
            .hasMessageContaining(refusal.remedy())
            .hasMessageContaining(bucket.address("a"))
            .message()
            .doesNotContain(secrets());
      }
    }
  }
}
