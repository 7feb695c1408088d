package org.tarnlake.store.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tarnlake.store.ForbiddenPathException;
import org.tarnlake.store.NothingWrittenException;
import org.tarnlake.store.ObjectInfo;

/**
 * A table that somebody else made named the files of its reader: by absolute paths, by symbolic
 * links, by folders that were links, and by a pipe, on which the scan waited for ever.
 */
class LocalBoundsTest {
  @TempDir Path folder;
  private Path root;
  private Path outside;
  private LocalStore store;

  @BeforeEach
  void open() throws IOException {
    root = Files.createDirectory(folder.resolve("lake"));
    outside = Files.createDirectories(folder.resolve("outside/deep")).getParent();
    Files.writeString(outside.resolve("secret"), "secret");
    Files.writeString(outside.resolve("deep/secret"), "secret");
    store = LocalStore.open(root);
    store.putIfAbsent("t/1", "x".getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"secret", "deep", "deep/secret", "nothing", "nothing/secret"})
  void anAbsolutePathOutsideIsRefusedWhetherOrNotItExists(String name) throws IOException {
    Path path = outside.resolve(name);

    assertRefused(() -> store.disk().get(path.toString().substring(1)), path.getParent());
    assertRefused(() -> store.disk().size(path.toString().substring(1)), path.getParent());
    assertRefused(() -> store.disk().list(path.toString().substring(1) + "/", ""), path);
    assertThat(store.disk().get(root.resolve("t/1").toString().substring(1))).hasSize(1);
    assertThatThrownBy(() -> store.disk().get(root.resolve("t/2").toString().substring(1)))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> store.disk().get(root.resolve("t/u/2").toString().substring(1)))
        .isInstanceOf(NoSuchFileException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"secret", "deep", "nothing", "../lake/t/../../outside/secret"})
  void aLinkThatLeadsOutIsRefusedWhetherOrNotItLeadsToSomething(String name) throws Exception {
    Path link = Files.createSymbolicLink(root.resolve("t/link"), outside.resolve(name));

    assertRefused(() -> store.get("t/link"), link);
    assertRefused(() -> store.getRange("t/link", 0, 1), link);
    assertRefused(() -> store.size("t/link"), link);
    assertRefused(() -> store.putIfAbsent("t/link", new byte[1]), link);
    assertThat(store.list("t/", "").stream().map(ObjectInfo::name))
        .containsExactly("t/1", "t/link");
    store.delete("t/link");
    assertThat(Files.exists(outside.resolve("secret"))).isTrue();
    assertThat(store.list("t/", "").stream().map(ObjectInfo::name)).containsExactly("t/1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"secret", "deep/secret", "nothing", "nothing/secret"})
  void whatIsBehindAFolderThatIsALinkIsRefused(String name) throws Exception {
    Path link = Files.createSymbolicLink(root.resolve("t/link"), outside);
    Path deep = link.resolve(name).getParent();

    assertRefused(() -> store.get("t/link/" + name), deep);
    assertRefused(() -> store.size("t/link/" + name), deep);
    assertRefused(() -> store.list("t/link/", ""), link);
    assertRefused(() -> delete("t/link/" + name), deep);
    assertRefused(() -> store.putIfAbsent("t/link/new/1", new byte[1]), link);
    assertRefused(() -> put("t/link/hint"), link);
    assertRefused(() -> store.upload("t/link/new"), link);
    assertThat(Files.exists(outside.resolve("secret"))).isTrue();
    try (var left = Files.list(outside)) {
      assertThat(left).hasSize(2);
    }
  }

  @Test
  void temporaryFilesAreNotWrittenOutside() throws Exception {
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.createSymbolicLink(other.resolve("_tarn"), outside);
    LocalStore linked = LocalStore.open(other);

    assertThatThrownBy(() -> linked.putIfAbsent("a", new byte[1]))
        .hasMessageContaining("symbolic link");
    assertThat(outside.resolve("tmp")).doesNotExist();
  }

  /** The store had looked at the folder before, and knew it. */
  @Test
  void aFolderThatBecameALinkIsNotWrittenTo() throws Exception {
    Path table = root.resolve("t");
    Files.move(table, root.resolve("aside"));
    Files.createSymbolicLink(table, outside);

    assertRefused(() -> store.putIfAbsent("t/2", new byte[1]), table);
    assertRefused(() -> put("t/hint"), table);
    assertRefused(() -> store.upload("t/3"), table);
    assertRefused(() -> delete("t/secret"), table);
    try (var left = Files.list(outside)) {
      assertThat(left).hasSize(2);
    }
    Files.delete(table);
    Files.move(root.resolve("aside"), table);
    assertThat(store.putIfAbsent("t/2", new byte[1])).isTrue();
    assertThat(store.get("t/1")).hasSize(1);
  }

  @Test
  void whatIsAllowedIsReadAndNeverWritten() throws Exception {
    Files.createSymbolicLink(root.resolve("t/link"), outside);
    Files.createSymbolicLink(root.resolve("t/deep"), outside.resolve("deep"));
    LocalStore allowed = LocalStore.open(root, List.of(outside.resolve("deep")));

    assertThat(allowed.disk().get(outside.resolve("deep/secret").toString().substring(1)))
        .isEqualTo("secret".getBytes(UTF_8));
    assertThat(allowed.get("t/link/deep/secret")).isEqualTo("secret".getBytes(UTF_8));
    assertThatThrownBy(() -> allowed.disk().get(outside.resolve("secret").toString().substring(1)))
        .isInstanceOf(ForbiddenPathException.class);
    assertThatThrownBy(() -> allowed.get("t/link/secret"))
        .isInstanceOf(ForbiddenPathException.class);
    assertThatThrownBy(() -> allowed.putIfAbsent("t/deep/new", new byte[1]))
        .hasMessageContaining("leads out of " + root + " by a symbolic link");
    assertThatThrownBy(() -> allowed.delete("t/deep/secret"))
        .hasMessageContaining("leads out of " + root + " by a symbolic link");
    assertThatThrownBy(() -> LocalStore.open(root, List.of(folder.resolve("none"))))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("no such folder; allow one that exists to be read");
  }

  @Test
  @Timeout(20)
  void aPipeIsNotWaitedFor() throws Exception {
    Process made = new ProcessBuilder("mkfifo", root.resolve("t/pipe").toString()).start();
    assertThat(made.waitFor()).isZero();
    Files.createSymbolicLink(root.resolve("t/link"), Path.of("pipe"));

    for (String name : List.of("t/pipe", "t/link")) {
      assertThatThrownBy(() -> store.get(name))
          .isInstanceOf(ForbiddenPathException.class)
          .hasMessage(
              root.resolve(name)
                  + " is a pipe, a socket, a device or a link to one, and only regular files are read");
      assertThatThrownBy(() -> store.size(name)).isInstanceOf(ForbiddenPathException.class);
    }
  }

  /** Opening it as a folder waited until somebody would write into it. */
  @ParameterizedTest
  @ValueSource(strings = {"pipe", "t/pipe"})
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aPipeInThePlaceOfAFolderIsNotWaitedFor(String name) throws Exception {
    Path pipe = root.resolve(name);
    Process made = new ProcessBuilder("mkfifo", pipe.toString()).start();
    assertThat(made.waitFor()).isZero();
    Files.createSymbolicLink(root.resolve("link"), pipe);

    for (String folder : List.of(name + "/", name + "/deep/", "link/", "link/deep/")) {
      assertPipe(() -> store.list(folder, ""));
      assertPipe(() -> store.get(folder + "1"));
      assertPipe(() -> store.size(folder + "1"));
      assertPipe(() -> delete(folder + "1"));
      assertThatThrownBy(() -> store.putIfAbsent(folder + "1", new byte[1]))
          .isInstanceOf(NothingWrittenException.class);
    }
    assertThat(store.list("", "").stream().map(ObjectInfo::name)).doesNotContain(name);
  }

  private static void assertPipe(Access access) {
    assertThatThrownBy(access::run)
        .isInstanceOf(ForbiddenPathException.class)
        .hasMessageEndingWith("pipe, a socket or a device, where a folder has to be: move it away");
  }

  /**
   * Whoever may write to the folder puts a link in the place of one that was looked at. A look at
   * the path, then an open by the path, would read what is behind it every now and then.
   */
  @Test
  @Timeout(60)
  void aFolderThatBecomesALinkWhileItIsReadShowsNothing() throws Exception {
    Files.createDirectory(root.resolve("t/flip"));
    Files.writeString(root.resolve("t/flip/secret"), "public");
    Path flip = root.resolve("t/flip");
    Path aside = root.resolve("t/aside");
    Path link = Files.createSymbolicLink(folder.resolve("link"), outside);
    AtomicBoolean done = new AtomicBoolean();
    Thread flipper =
        new Thread(
            () -> {
              while (!done.get()) {
                try {
                  Files.move(flip, aside);
                  Files.move(link, flip);
                  Files.move(flip, link);
                  Files.move(aside, flip);
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              }
            });
    flipper.start();
    int read = 0;
    int refused = 0;
    try {
      while (read < 500 || refused < 500) {
        try {
          assertThat(new String(store.get("t/flip/secret"), UTF_8)).isEqualTo("public");
          read++;
        } catch (IOException e) {
          refused++;
        }
      }
    } finally {
      done.set(true);
      flipper.join();
    }
    assertThat(store.get("t/flip/secret")).isEqualTo("public".getBytes(UTF_8));
  }

  private Object put(String name) throws IOException {
    store.put(name, new byte[1]);
    return name;
  }

  private Object delete(String name) throws IOException {
    store.delete(name);
    return name;
  }

  private interface Access {
    Object run() throws IOException;
  }

  private void assertRefused(Access access, Path named) {
    Throwable failure = catchThrowable(access::run);

    assertThat(failure).isInstanceOf(IOException.class);
    assertThat(failure.getMessage())
        .isEqualTo(
            named
                + " is not below "
                + root
                + ", or is, or is reached by, a symbolic link that leads elsewhere or to nothing;"
                + " a table reads only what is below its own folder or its lake's; if it may read"
                + " more, name the folder: --allow-path FOLDER, or in Java Lake.open(..., folder)");
  }
}
