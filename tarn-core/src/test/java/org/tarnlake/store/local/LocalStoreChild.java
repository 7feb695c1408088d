package org.tarnlake.store.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.tarnlake.store.NothingWrittenException;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.Upload;

/**
 * What other processes do to a local store. Arguments: a task, the root, and what the task takes.
 */
final class LocalStoreChild {
  static final int RACE_ROUNDS = 150;
  private static final int CONTENT_BYTES = 20_000;
  private static final PrintStream OUT = new PrintStream(System.out, true, UTF_8);

  private LocalStoreChild() {}

  public static void main(String[] arguments) throws Exception {
    Path root = Path.of(arguments[1]);
    switch (arguments[0]) {
      case "race" -> race(LocalStore.open(root), root, Integer.parseInt(arguments[2]));
      case "race-without-links" ->
          race(
              LocalStore.open(root, new LocalCalls(Links.REFUSED, LocalCalls.REAL.sync())),
              root,
              Integer.parseInt(arguments[2]));
      case "create" -> createForever(root);
      case "names" -> useForeignNames(root);
      case "fill" -> fillTheDisk(root);
      case "refused" -> meetRefusal(root, arguments[2]);
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  /** The content that a writer gives to all its objects. */
  static byte[] contentOf(int writer) {
    byte[] content = new byte[CONTENT_BYTES];
    Arrays.fill(content, (byte) writer);
    return content;
  }

  static String raceName(int round) {
    return "log/%020d.json".formatted(round);
  }

  /** Wants every name and prints those it got. Starts each round when all have come to it. */
  private static void race(LocalStore store, Path root, int writer) throws Exception {
    try (store) {
      store.put("ready/" + writer, new byte[0]);
      while (!Files.exists(root.resolve("go"))) {
        Thread.onSpinWait();
      }
      for (int round = 0; round < RACE_ROUNDS; round++) {
        String name = raceName(round);
        boolean won;
        if ((round + writer) % 3 == 0) {
          try (Upload upload = store.upload(name)) {
            upload.write(contentOf(writer));
            won = upload.commit();
          }
        } else {
          won = store.putIfAbsent(name, contentOf(writer));
        }
        byte[] seen = store.get(name);
        assertThat(Arrays.equals(seen, contentOf(seen[0]))).as("whole content").isTrue();
        assertThat(seen[0] == writer).isEqualTo(won);
        if (won) {
          OUT.println("won " + round);
        }
      }
    }
  }

  /** Creates objects until it is killed, and prints the name of each one that was reported. */
  private static void createForever(Path root) throws Exception {
    LocalStore store = LocalStore.open(root);
    Upload unfinished = store.upload("unfinished");
    unfinished.write(contentOf(1));
    for (int i = 0; true; i++) {
      String name = "folder-%d/object-%d".formatted(i / 10, i);
      assertThat(store.putIfAbsent(name, contentOf(1))).isTrue();
      OUT.println(name);
    }
  }

  /** Names beyond ASCII, whatever the locale is. */
  private static void useForeignNames(Path root) throws Exception {
    LocalStore store = LocalStore.open(root);
    String name = "caf\u00E9/\u65E5\u672C/\uD83D\uDE00";
    assertThat(store.putIfAbsent(name, contentOf(1))).isTrue();
    assertThat(store.putIfAbsent(name, contentOf(2))).isFalse();
    assertThat(store.get(name)).isEqualTo(contentOf(1));
    List<ObjectInfo> found = store.list("caf\u00E9/\u65E5", "");
    assertThat(found).extracting(ObjectInfo::name).containsExactly(name);
    OUT.println(System.getProperty("sun.jnu.encoding"));
  }

  /** Fills a small disk: what fits is whole, what does not is not there. */
  private static void fillTheDisk(Path root) throws Exception {
    LocalStore store = LocalStore.create(root);
    int created = 0;
    IOException full = null;
    while (full == null) {
      try {
        assertThat(store.putIfAbsent("a/" + created, contentOf(7))).isTrue();
        created++;
      } catch (IOException e) {
        full = e;
      }
    }
    assertThat(full)
        .isInstanceOf(NothingWrittenException.class)
        .hasMessageStartingWith("cannot create a/" + created);
    assertThat(full).hasMessageContaining("No space left on device");
    assertThat(created).isGreaterThan(10);
    assertThatThrownBy(() -> store.put("hint", contentOf(7)))
        .hasMessageContaining("No space left on device");
    try (Upload upload = store.upload("b")) {
      assertThatThrownBy(() -> upload.write(new byte[1_000_000]))
          .hasMessageContaining("No space left on device");
      assertThatThrownBy(() -> upload.write(1)).hasMessageContaining("failed before");
      assertThatThrownBy(upload::commit).hasMessageContaining("failed before");
    }

    assertThat(store.list("", "")).hasSize(created);
    for (ObjectInfo each : store.list("", "")) {
      assertThat(store.get(each.name())).isEqualTo(contentOf(7));
    }
    assertThat(root.resolve("_tarn/tmp")).isEmptyDirectory();
    store.delete("a/0");
    assertThat(store.putIfAbsent("a/again", contentOf(7))).isTrue();
    OUT.println("filled");
  }

  /** A folder that refuses every change, with the reason given. */
  private static void meetRefusal(Path root, String reason) throws Exception {
    LocalStore store = LocalStore.open(root);
    assertThat(store.get("log/1")).isEqualTo(contentOf(1));
    assertThat(store.list("", "")).extracting(ObjectInfo::name).containsExactly("log/1");
    assertThat(store.putIfAbsent("log/1", contentOf(2))).isFalse();

    assertThatThrownBy(() -> store.putIfAbsent("log/2", contentOf(2)))
        .isInstanceOf(NothingWrittenException.class)
        .hasMessageStartingWith("cannot create log/2")
        .hasMessageContaining(reason);
    assertThatThrownBy(() -> store.putIfAbsent("new/folder/2", contentOf(2)))
        .hasMessageContaining(reason);
    assertThatThrownBy(() -> store.upload("log/2")).hasMessageContaining(reason);
    assertThatThrownBy(() -> store.put("hint", contentOf(2))).hasMessageContaining(reason);
    assertThatThrownBy(() -> store.delete("log/1")).hasMessageContaining(reason);
    assertThatThrownBy(() -> store.get("log/2")).isInstanceOf(NoSuchFileException.class);
    assertThat(store.get("log/1")).isEqualTo(contentOf(1));
    assertThat(store.list("", "")).hasSize(1);
    OUT.println("refused");
  }
}
