package org.tarnlake.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.tarnlake.gcs.ScriptedServer.Answer;
import org.tarnlake.store.remote.RemoteObjects.Listed;

/** Answers that the service documents, and no emulator gives. */
class GcsObjectsTest {
  private static final String EMPTY = "{}";

  @Test
  void listingGoesOnToItsLastPage() throws Exception {
    String item = "{\"name\":\"%s\",\"size\":\"3\",\"timeCreated\":\"1970-01-01T00:00:01.000Z\"}";
    try (ScriptedServer server =
        new ScriptedServer(
            new Answer(
                200,
                "{\"nextPageToken\":\"t/1=\",\"items\":[%s]}".formatted(item.formatted("p/a"))),
            new Answer(200, "{\"nextPageToken\":\"t2\"}"),
            new Answer(200, "{\"items\":[%s]}".formatted(item.formatted("p/b"))))) {
      assertThat(server.objects().list("p/", "p/A"))
          .containsExactly(new Listed("p/a", 3, 1000), new Listed("p/b", 3, 1000));
      assertThat(server.seen())
          .satisfiesExactly(
              first ->
                  assertThat(first)
                      .startsWith("GET /storage/v1/b/b/o?")
                      .contains("prefix=p/", "startOffset=p/A")
                      .doesNotContain("pageToken="),
              second -> assertThat(second).contains("pageToken=t/1%3D"),
              third -> assertThat(third).contains("pageToken=t2"));
    }
  }

  @Test
  void missingObjectIsToldWithoutAnotherRequest() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(new Answer(404, Map.of(), "No such object: b/a"))) {
      GcsObjects objects = server.objects();
      RuntimeException e = failure(() -> objects.get("a"));
      assertThat(objects.isMissing(e)).isTrue();
      assertThat(server.seen()).containsExactly("GET /download/storage/v1/b/b/o/a?alt=media");
    }
  }

  /** What the answer does not tell, a look into the bucket does, once. */
  @Test
  void missingBucketIsNoMissingObject() throws Exception {
    Answer notFound = new Answer(404, Map.of(), "Not Found");
    try (ScriptedServer server =
        new ScriptedServer(
            new Answer(404, Map.of(), "The specified bucket does not exist."),
            notFound,
            notFound,
            notFound,
            new Answer(200, EMPTY),
            notFound)) {
      GcsObjects objects = server.objects();
      for (int i = 0; i < 2; i++) {
        RuntimeException e = failure(() -> objects.get("a"));
        assertThat(objects.isMissing(e)).isFalse();
        assertThat(objects.reason(e)).contains("make the bucket 'b' at " + server.endpoint());
      }
      assertThat(objects.isMissing(failure(() -> objects.get("a")))).isTrue();
      assertThat(server.seen()).hasSize(5);
      assertThat(objects.isMissing(failure(() -> objects.get("a")))).isTrue();
      assertThat(server.seen()).hasSize(6);
    }
  }

  @Test
  void objectThatIsNotWhatItsChecksumSaysIsReadAgain() throws Exception {
    Answer wrong = new Answer(200, Map.of("x-goog-hash", "crc32c=yZRlqg==,md5=x"), "hallo world");
    Answer right = new Answer(200, Map.of("x-goog-hash", "crc32c=yZRlqg==,md5=x"), "hello world");
    try (ScriptedServer server = new ScriptedServer(wrong, right)) {
      assertThat(server.objects().get("a")).isEqualTo("hello world".getBytes(UTF_8));
    }
  }

  /** Objects may be stored compressed; a lake reads what is stored, as its size says. */
  @Test
  void bytesAreThoseThatAreStored() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(new Answer(200, Map.of("Content-Encoding", "gzip"), "as stored"))) {
      assertThat(server.objects().get("a")).isEqualTo("as stored".getBytes(UTF_8));
    }
  }

  @Test
  void rangeOfAServerThatKnowsNoneIsCutOut() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            new Answer(200, Map.of(), "0123456789"),
            new Answer(200, Map.of(), "0123456789"),
            new Answer(416, EMPTY))) {
      GcsObjects objects = server.objects();
      assertThat(objects.getRange("a", 2, 3)).isEqualTo("234".getBytes(UTF_8));
      assertThat(objects.getRange("a", 8, 30)).isEqualTo("89".getBytes(UTF_8));
      assertThat(objects.getRange("a", 10, 1)).isEmpty();
    }
  }

  @Test
  void ofAChunkThatWasKeptInPartTheRestIsSentAgain() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            new Answer(308, Map.of("Range", "bytes=0-3"), ""),
            new Answer(308, Map.of("Range", "bytes=0-7"), ""),
            new Answer(200, EMPTY))) {
      GcsObjects objects = server.objects();
      String upload = server.endpoint() + "/upload?upload_id=a%2Fb";
      byte[] bytes = "01234567".getBytes(UTF_8);
      objects.sendChunk(upload, new GcsChunk(bytes, 8, 0, ""));
      objects.sendLastChunk(upload, new GcsChunk(bytes, 2, 8, "yZRlqg=="));
      assertThat(server.seen())
          .containsExactly(
              "PUT /upload?upload_id=a%2Fb bytes 0-7/*",
              "PUT /upload?upload_id=a%2Fb bytes 4-7/*",
              "PUT /upload?upload_id=a%2Fb bytes 8-9/10");
    }
  }

  @Test
  void uploadThatTheServerKeepsNothingOfFailsInTheEnd() throws Exception {
    Answer nothing = new Answer(308, Map.of(), "");
    try (ScriptedServer server =
        new ScriptedServer(
            nothing, nothing, nothing, nothing, nothing, nothing, nothing, nothing)) {
      GcsObjects objects = server.objects();
      assertThatThrownBy(
              () ->
                  objects.sendChunk(server.endpoint() + "/u", new GcsChunk(new byte[1], 1, 0, "")))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("kept nothing");
      assertThat(server.seen()).hasSize(8);
    }
  }

  private static RuntimeException failure(ThrowingCallable call) {
    return org.assertj.core.api.Assertions.catchThrowableOfType(RuntimeException.class, call);
  }
}
