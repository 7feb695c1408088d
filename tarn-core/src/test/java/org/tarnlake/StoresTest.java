package org.tarnlake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tarnlake.env.Environment;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.ForwardingStore;
import org.tarnlake.testing.SoundLake;

class StoresTest {
  @TempDir Path scratch;

  @Test
  void aFolderIsNamedByItsPathOrItsUrl() throws IOException {
    Path folder = scratch.resolve("my lake");
    try (Lake lake = Lake.create(folder.toString())) {
      lake.transact(tx -> tx.createTable("t", Schema.parse("n long")));
    }
    try (Lake lake = Lake.open(folder.toUri().toString())) {
      assertThat(lake.latest().tables()).hasSize(1);
    }
    try (Lake lake = Lake.openOrCreate(folder.toString())) {
      lake.transact(tx -> tx.append("t", 1L));
    }
    try (Lake lake = Lake.openOrCreate(scratch.resolve("new").toString())) {
      assertThat(lake.latest().version()).isZero();
    }
    try (ObjectStore store = Stores.open(folder.toString())) {
      SoundLake.assertOneOfManySound(store);
    }
  }

  @Test
  void aBackupGoesFromAddressToAddress() throws IOException {
    String folder = scratch.resolve("lake").toString();
    try (Lake lake = Lake.create(folder)) {
      lake.transact(tx -> tx.createTable("t", Schema.parse("n long")));
    }
    String copy = scratch.resolve("copy").toUri().toString();
    assertThat(Backup.of(folder, copy, (objects, bytes) -> {}).version()).isEqualTo(1);
    try (ObjectStore store = Stores.open(copy)) {
      SoundLake.assertOneOfManySound(store);
    }
  }

  /** It said that there was a backup: the lake itself. */
  @Test
  void aLinkToTheLakeIsNoOtherPlace() throws IOException {
    Path lake = scratch.resolve("lake");
    Lake.create(lake).close();
    Path link = Files.createSymbolicLink(scratch.resolve("link"), lake);
    for (Path target : List.of(link, link.resolve("new").resolve("copy"))) {
      assertThatThrownBy(() -> Backup.of(lake, target, (objects, bytes) -> {}))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageContaining("lie within one another");
      assertThatThrownBy(
              () -> Backup.of(target.toString(), lake.toString(), (objects, bytes) -> {}))
          .isInstanceOf(InvalidDataException.class);
    }
    assertThat(lake.resolve("new")).doesNotExist();
  }

  /** It was made there, where the other lake takes its files for its own. */
  @Test
  void aBackupIsNotMadeWithinAnotherLake() throws IOException {
    Path lake = scratch.resolve("lake");
    Path other = scratch.resolve("other");
    Lake.create(lake).close();
    Lake.create(other).close();
    Path inner = Files.createDirectories(other.resolve("deep/inner"));
    assertThatThrownBy(() -> Backup.of(lake, inner, (objects, bytes) -> {}))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("it lies within %s, which is a lake".formatted(other));
    assertThat(inner).isEmptyDirectory();
  }

  @Test
  void aFolderThatIsMissingIsNotMadeToOpenIt() {
    String missing = scratch.resolve("missing").toString();
    assertThatThrownBy(() -> Lake.open(missing))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining(missing);
    assertThat(Files.exists(Path.of(missing))).isFalse();
  }

  /**
   * A store in a bucket keeps connections: one of no lake was left open, with nobody to close it.
   */
  @Test
  void aStoreWithoutALakeIsClosed() {
    AtomicInteger closed = new AtomicInteger();
    ObjectStore store =
        new ForwardingStore(new MemoryStore()) {
          @Override
          public void close() {
            closed.incrementAndGet();
          }
        };
    assertThatThrownBy(() -> Stores.closing(store, each -> Lake.open(each, Environment.system())))
        .isInstanceOf(InvalidDataException.class);
    assertThat(closed).hasValue(1);
    try (Lake lake = Stores.closing(store, each -> Lake.create(each, Environment.system()))) {
      assertThat(lake.latest().version()).isZero();
      assertThat(closed).hasValue(1);
    }
    assertThat(closed).hasValue(2);
    SoundLake.assertOneOfManySound(store);
  }

  @Test
  void aModuleThatIsMissingIsNamed() {
    assertThatThrownBy(() -> Lake.open("s3://bucket/lake"))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("cannot open s3://bucket/lake: add org.tarnlake:tarn-s3 to the class path");
    assertThatThrownBy(() -> Lake.open("gs://bucket/lake"))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("cannot open gs://bucket/lake: add org.tarnlake:tarn-gcs to the class path");
    assertThatThrownBy(() -> Lake.open("abfss://c@account.dfs.core.windows.net/lake?sig=secret"))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "cannot open abfss://c@account.dfs.core.windows.net/lake?...: add org.tarnlake:tarn-azure to the class path");
  }

  /** A folder called "s3:" was made, and took what was meant for a bucket. */
  @Test
  void aUrlWithoutItsSlashesIsNoPath() {
    for (String address : List.of("s3:/bucket/lake", "s3:bucket/lake", "S3A:/bucket/lake")) {
      assertThatThrownBy(() -> Lake.create(address))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageContaining("'%s' is no address; write ".formatted(address))
          .hasMessageContaining("://bucket/lake, or ./" + address);
    }
    assertThat(Stores.folder("C:/lake")).isEqualTo(Path.of("C:/lake"));
    assertThat(Stores.folder("./s3:bucket")).isEqualTo(Path.of("./s3:bucket"));
    assertThat(Stores.folder("s3://bucket/lake")).isNull();
  }

  /** Some write their keys into addresses. */
  @ParameterizedTest
  @CsvSource({
    "s3://key:secret@bucket/lake, s3://...@bucket/lake",
    "s3://key:se/cret@bucket/lake, s3://...@bucket/lake",
    "gs://secret@bucket/lake, gs://...@bucket/lake",
    "s3:/key:secret@bucket/lake, s3:/...@bucket/lake",
    "http://key:secret@host/lake?secret, http://...@host/lake?...",
    "abfss://container@account/lake, abfss://container@account/lake",
    "s3://bucket/a@b, s3://bucket/a@b"
  })
  void noSecretOfAnAddressIsShown(String address, String shown) {
    assertThatThrownBy(() -> Lake.open(address))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining(shown)
        .message()
        .doesNotContain("key", "se/cret", "secret");
  }

  @Test
  void whatIsNoAddressIsToldWithWhatIs() {
    assertThatThrownBy(() -> Lake.open("ftp://host/lake"))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "cannot open ftp://host/lake: there are no stores of the kind 'ftp'; known here: file");
    assertThatThrownBy(() -> Lake.open("http://host:9000/bucket/lakes/shop"))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "cannot open http://host:9000/bucket/lakes/shop: there are no stores of the kind 'http'; known here: file; for a bucket of S3 write s3://bucket/lakes/shop, and the server's address into AWS_ENDPOINT_URL_S3");
    assertThatThrownBy(() -> Lake.open("file://host/lake"))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("'file://host/lake' is no path of a folder");
  }
}
