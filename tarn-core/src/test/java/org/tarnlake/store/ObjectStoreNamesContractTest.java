package org.tarnlake.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The part of the contract that is about names and lists; see {@link ObjectStoreContractTest}. */
public abstract class ObjectStoreNamesContractTest {
  ObjectStore store;

  /** A store without objects. */
  protected abstract ObjectStore openEmpty() throws Exception;

  @BeforeEach
  void openStore() throws Exception {
    store = openEmpty();
  }

  @AfterEach
  void closeStoreTwice() throws Exception {
    store.close();
    store.close();
  }

  @Test
  void missingNamesAreToldApartFromFailures() throws Exception {
    assertMissing("a");
    store.putIfAbsent("log/1.json", bytes("one"));
    assertMissing("a");
    assertMissing("log/2.json");
    assertMissing("log");
    assertMissing("other/1.json");
    assertMissing("log/1.json/deeper");
  }

  @Test
  void listTellsSizesAndTimes() throws Exception {
    store.putIfAbsent("a", bytes("12345"));
    long halfADayMillis = 12 * 60 * 60 * 1000L;

    ObjectInfo info = store.list("", "").get(0);
    assertThat(info.name()).isEqualTo("a");
    assertThat(info.sizeBytes()).isEqualTo(5);
    assertThat(info.modifiedMillis())
        .isBetween(
            System.currentTimeMillis() - halfADayMillis,
            System.currentTimeMillis() + halfADayMillis);
  }

  @Test
  void listIsOrderedByNameAcrossFolders() throws Exception {
    create("b", "a/z", "a.txt", "a0", "a/b/c", "a/b.c", "a-1", "B", "a/b0", "_x/1", "~");

    assertThat(names("", ""))
        .containsExactly(
            "B", "_x/1", "a-1", "a.txt", "a/b.c", "a/b/c", "a/b0", "a/z", "a0", "b", "~");
  }

  @Test
  void listIsOrderedByCodePointsBeyondTheBasicPlane() throws Exception {
    // In UTF-16 the surrogates of U+1F600 come before U+FF5E.
    create("x\uD83D\uDE00", "x\uFF5E", "x\u00E9", "xz", "x\uD83D\uDE00z/1", "y\uFF5E/1");

    assertThat(names("", ""))
        .containsExactly(
            "xz", "x\u00E9", "x\uFF5E", "x\uD83D\uDE00", "x\uD83D\uDE00z/1", "y\uFF5E/1");
  }

  @Test
  void listKeepsToItsPrefix() throws Exception {
    create("log/10.json", "log/11.json", "log/2.json", "log2/1.json", "lo", "logs", "data/log/1");

    assertThat(names("log/", "")).containsExactly("log/10.json", "log/11.json", "log/2.json");
    assertThat(names("log/1", "")).containsExactly("log/10.json", "log/11.json");
    assertThat(names("log/2.json", "")).containsExactly("log/2.json");
    assertThat(names("log", ""))
        .containsExactly("log/10.json", "log/11.json", "log/2.json", "log2/1.json", "logs");
    assertThat(names("lo", "")).hasSize(6).startsWith("lo");
    assertThat(names("log/3", "")).isEmpty();
    assertThat(names("nothing/", "")).isEmpty();
    assertThat(names("nothing/at/all", "")).isEmpty();
    assertThat(names("lo/", "")).isEmpty();
    assertThat(names(".", "")).isEmpty();
  }

  @Test
  void listStartsAfterAName() throws Exception {
    create("log/1", "log/2", "log/3", "log/4/x", "log/5", "m");

    assertThat(names("log/", "log/2")).containsExactly("log/3", "log/4/x", "log/5");
    assertThat(names("log/", "log/20")).containsExactly("log/3", "log/4/x", "log/5");
    assertThat(names("log/", "log/4")).containsExactly("log/4/x", "log/5");
    assertThat(names("log/", "log/4.")).containsExactly("log/4/x", "log/5");
    assertThat(names("log/", "log/4/")).containsExactly("log/4/x", "log/5");
    assertThat(names("log/", "log/4/x")).containsExactly("log/5");
    assertThat(names("log/", "log/40")).containsExactly("log/5");
    assertThat(names("log/", "log/5")).isEmpty();
    assertThat(names("log/", "m")).isEmpty();
    assertThat(names("log/", "a")).hasSize(5);
    assertThat(names("log/", "log/")).hasSize(5);
    assertThat(names("log/", "log")).hasSize(5);
    assertThat(names("", "log/5")).containsExactly("m");
    assertThat(names("", "m")).isEmpty();
  }

  @Test
  void listReturnsMoreThanOnePage() throws Exception {
    int count = 1_205;
    for (int i = 0; i < count; i++) {
      store.put("log/%020d.json".formatted(i), new byte[] {1});
    }

    List<String> names = names("log/", "");
    assertThat(names).hasSize(count).isSorted();
    assertThat(names.get(1_204)).isEqualTo("log/00000000000000001204.json");
    assertThat(names("log/", "log/00000000000000000003.json")).hasSize(1_201);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "with space",
        " leading",
        "per%20cent",
        "a+b",
        "q?x=1&y=2",
        "h#ash",
        "quote'\"`",
        "[brackets]{}",
        "colon;comma,",
        "~tilde",
        "$dollar!",
        "@at=",
        "..hidden",
        "...",
        "a..b",
        ".dot",
        "caf\u00E9",
        "\u65E5\u672C/\u8A9E",
        "\uD83D\uDE00",
        "p=a%2525b/x y",
        "trailing.json~"
      })
  void unusualNamesAreKeptAsTheyAre(String part) throws Exception {
    String name = "folder/" + part;
    assertThat(store.putIfAbsent(name, bytes("content"))).isTrue();

    assertThat(text(name)).isEqualTo("content");
    assertThat(store.size(name)).isEqualTo(7);
    assertThat(names("", "")).containsExactly(name);
    assertThat(names(name, "")).containsExactly(name);
    assertThat(store.putIfAbsent(name, bytes("late"))).isFalse();
    store.delete(name);
    assertThat(names("", "")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/etc/passwd",
        "a/",
        "a//b",
        ".",
        "..",
        "../evil",
        "a/../../evil",
        "a/./b",
        "a/..",
        "a\\b",
        "..\\evil",
        "a\u0000b",
        "a\nb",
        "a\u007Fb",
        "a\u0085",
        "\uD83D",
        "a\uDE00b"
      })
  void namesThatReachOutsideOrCannotBeWrittenAreRefused(String name) throws Exception {
    byte[] content = bytes("evil");
    assertRefused(() -> store.putIfAbsent(name, content));
    assertRefused(() -> store.upload(name));
    assertRefused(() -> store.put(name, content));
    assertRefused(() -> store.get(name));
    assertRefused(() -> store.getRange(name, 0, 1));
    assertRefused(() -> store.size(name));
    assertRefused(() -> store.delete(name));
    assertThat(names("", "")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/etc", "a//", "../", "a/../", "./", "a\\", "a\u0000"})
  void prefixesThatNoNameHasAreRefused(String prefix) {
    assertRefused(() -> store.list(prefix, ""));
  }

  @Test
  void locationNamesThePlace() {
    assertThat(store.location()).isNotBlank();
  }

  private void create(String... names) throws IOException {
    for (String name : names) {
      assertThat(store.putIfAbsent(name, bytes(name))).isTrue();
    }
  }

  List<String> names(String prefix, String startAfter) throws IOException {
    return store.list(prefix, startAfter).stream().map(ObjectInfo::name).toList();
  }

  String text(String name) throws IOException {
    return new String(store.get(name), UTF_8);
  }

  void assertMissing(String name) {
    assertThatThrownBy(() -> store.get(name)).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> store.getRange(name, 0, 1)).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> store.size(name)).isInstanceOf(NoSuchFileException.class);
  }

  private static void assertRefused(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not allowed");
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
