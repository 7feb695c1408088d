package org.tarnlake.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every {@link ObjectStore} guarantees. Each implementation extends this. */
public abstract class ObjectStoreContractTest extends ObjectStoreNamesContractTest {
  /** Large enough to need several requests or buffers. */
  protected int bigObjectBytes() {
    return 20_000_003;
  }

  /** How often each race is run; the fewer, the slower the store. */
  protected int rounds() {
    return 100;
  }

  /** Another client of the same objects, as another process would be. */
  protected ObjectStore another(ObjectStore store) throws Exception {
    return store;
  }

  @Test
  void createdObjectIsReadBack() throws Exception {
    assertThat(store.putIfAbsent("log/1.json", bytes("one"))).isTrue();

    assertThat(text("log/1.json")).isEqualTo("one");
    assertThat(store.size("log/1.json")).isEqualTo(3);
    assertThat(names("", "")).containsExactly("log/1.json");
  }

  @Test
  void secondCreationLosesAndChangesNothing() throws Exception {
    store.putIfAbsent("log/1.json", bytes("first"));

    assertThat(store.putIfAbsent("log/1.json", bytes("second"))).isFalse();
    assertThat(text("log/1.json")).isEqualTo("first");
  }

  @Test
  void severalAreCreatedInTheirOrderUntilANameIsTaken() throws Exception {
    Map<String, byte[]> objects = new LinkedHashMap<>();
    objects.put("b", bytes("1"));
    objects.put("a/1", bytes("2"));
    objects.put("taken", bytes("3"));
    objects.put("c", bytes("4"));
    assertThat(store.putAllIfAbsent(Map.of())).isZero();
    store.putIfAbsent("taken", bytes("first"));

    assertThat(store.putAllIfAbsent(objects)).isEqualTo(2);
    assertThat(names("", "")).containsExactly("a/1", "b", "taken");
    assertThat(text("a/1")).isEqualTo("2");
    assertThat(text("taken")).isEqualTo("first");
    objects.keySet().removeAll(List.of("b", "a/1", "taken"));
    objects.put("d", bytes("5"));
    assertThat(store.putAllIfAbsent(objects)).isEqualTo(2);
    assertThat(text("d")).isEqualTo("5");
  }

  @Test
  void putReplaces() throws Exception {
    store.put("hint", bytes("a long first hint"));
    store.put("hint", bytes("second"));

    assertThat(text("hint")).isEqualTo("second");
    assertThat(store.size("hint")).isEqualTo(6);
    assertThat(store.putIfAbsent("hint", bytes("third"))).isFalse();
  }

  @Test
  void objectsDoNotShareArraysWithTheirCallers() throws Exception {
    byte[] content = bytes("stays");
    store.putIfAbsent("a", content);
    store.put("b", content);
    Arrays.fill(content, (byte) 'x');
    Arrays.fill(store.get("a"), (byte) 'y');
    Arrays.fill(store.getRange("b", 0, 5), (byte) 'y');

    assertThat(text("a")).isEqualTo("stays");
    assertThat(text("b")).isEqualTo("stays");
  }

  @Test
  void emptyObjectsExist() throws Exception {
    store.putIfAbsent("a", new byte[0]);
    store.put("b", new byte[0]);
    try (Upload upload = store.upload("c")) {
      assertThat(upload.commit()).isTrue();
    }

    for (String name : List.of("a", "b", "c")) {
      assertThat(store.get(name)).isEmpty();
      assertThat(store.getRange(name, 0, 10)).isEmpty();
      assertThat(store.size(name)).isZero();
      assertThat(store.putIfAbsent(name, bytes("late"))).isFalse();
    }
    assertThat(store.list("", "")).extracting(ObjectInfo::sizeBytes).containsExactly(0L, 0L, 0L);
  }

  @Test
  void rangesEndWhereTheObjectEnds() throws Exception {
    store.putIfAbsent("a", bytes("0123456789"));

    assertThat(range("a", 0, 10)).isEqualTo("0123456789");
    assertThat(range("a", 3, 4)).isEqualTo("3456");
    assertThat(range("a", 9, 1)).isEqualTo("9");
    assertThat(range("a", 8, 100)).isEqualTo("89");
    assertThat(range("a", 10, 5)).isEmpty();
    assertThat(range("a", 5_000_000_000L, 5)).isEmpty();
    assertThat(range("a", 4, 0)).isEmpty();
    assertThat(range("a", 0, Integer.MAX_VALUE)).isEqualTo("0123456789");
    assertThatThrownBy(() -> store.getRange("a", -1, 5))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> store.getRange("a", 0, -1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void bigObjectsKeepEveryByte() throws Exception {
    byte[] content = randomBytes(bigObjectBytes());
    store.putIfAbsent("put", content);
    try (Upload upload = store.upload("uploaded")) {
      int position = 0;
      int piece = 1;
      while (position < content.length) {
        int length = Math.min(piece, content.length - position);
        upload.write(content, position, length);
        position += length;
        piece = piece * 3 + 1;
      }
      assertThat(upload.sizeBytes()).isEqualTo(content.length);
      assertThat(upload.commit()).isTrue();
    }

    for (String name : List.of("put", "uploaded")) {
      assertThat(Arrays.equals(store.get(name), content)).isTrue();
      assertThat(store.size(name)).isEqualTo(content.length);
      int third = content.length / 3;
      assertThat(store.getRange(name, third, third))
          .isEqualTo(Arrays.copyOfRange(content, third, 2 * third));
    }
  }

  @Test
  void uploadIsInvisibleBeforeItIsCommitted() throws Exception {
    try (Upload upload = store.upload("data/a.parquet")) {
      upload.write(randomBytes(300_000));
      upload.write('x');
      upload.flush();

      assertThat(names("", "")).isEmpty();
      assertMissing("data/a.parquet");
      assertThat(upload.sizeBytes()).isEqualTo(300_001);
      assertThat(upload.commit()).isTrue();
    }
    assertThat(names("", "")).containsExactly("data/a.parquet");
    assertThat(store.size("data/a.parquet")).isEqualTo(300_001);
  }

  @Test
  void uploadTakesSingleBytesAndPieces() throws Exception {
    try (Upload upload = store.upload("a")) {
      upload.write('0');
      upload.write(bytes("1234"));
      upload.write(bytes("xx567xx"), 2, 3);
      upload.write(new byte[0]);
      upload.commit();
    }
    assertThat(text("a")).isEqualTo("01234567");
  }

  @Test
  void uploadLosesToAnObjectMadeBeforeItsCommit() throws Exception {
    try (Upload upload = store.upload("a")) {
      upload.write(bytes("late"));
      store.putIfAbsent("a", bytes("early"));
      assertThat(upload.commit()).isFalse();
    }
    assertThat(text("a")).isEqualTo("early");
    assertThat(names("", "")).containsExactly("a");
  }

  @Test
  void firstCommitOfTwoUploadsWins() throws Exception {
    try (Upload first = store.upload("a");
        Upload second = store.upload("a")) {
      first.write(bytes("first"));
      second.write(bytes("second"));
      assertThat(second.commit()).isTrue();
      assertThat(first.commit()).isFalse();
    }
    assertThat(text("a")).isEqualTo("second");
  }

  @Test
  void closedUploadLeavesNothing() throws Exception {
    Upload upload = store.upload("a");
    upload.write(randomBytes(100_000));
    upload.close();
    upload.close();

    assertThatThrownBy(upload::commit).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> upload.write(1)).isInstanceOf(IOException.class);
    assertThat(names("", "")).isEmpty();
    assertThat(store.putIfAbsent("a", bytes("free"))).isTrue();
  }

  @Test
  void committedUploadHasEnded() throws Exception {
    Upload upload = store.upload("a");
    upload.write(bytes("all"));
    upload.commit();

    assertThatThrownBy(upload::commit).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> upload.write(1)).isInstanceOf(IOException.class);
    upload.close();
    assertThat(text("a")).isEqualTo("all");
  }

  @Test
  void copyHasTheBytesAndALifeOfItsOwn() throws Exception {
    byte[] big = new byte[(8 << 20) + 1];
    new Random(1).nextBytes(big);
    store.putIfAbsent("a/big", big);

    assertThat(store.copy(store, "a/big", "b/copy")).isTrue();
    store.delete("a/big");
    assertThat(store.get("b/copy")).isEqualTo(big);
    store.put("a/hint", bytes("one"));
    assertThat(store.copy(store, "a/hint", "b/hint")).isTrue();
    store.put("a/hint", bytes("two"));
    assertThat(text("b/hint")).isEqualTo("one");
    store.delete("b/hint");
    assertThat(text("a/hint")).isEqualTo("two");
  }

  @Test
  void copyToANameThatIsTakenChangesNothing() throws Exception {
    store.putIfAbsent("a", bytes("one"));
    store.putIfAbsent("b", bytes("two"));

    assertThat(store.copy(store, "a", "b")).isFalse();
    assertThat(text("b")).isEqualTo("two");
  }

  @Test
  void copyOfWhatIsMissingMakesNothing() throws Exception {
    assertThatThrownBy(() -> store.copy(store, "none", "b"))
        .isInstanceOf(NoSuchFileException.class);
    assertThat(names("", "")).isEmpty();
  }

  @Test
  void objectOfAnotherStoreIsCopied() throws Exception {
    MemoryStore other = new MemoryStore();
    other.putIfAbsent("x", bytes("text"));

    assertThat(store.copy(other, "x", "y/x")).isTrue();
    assertThat(text("y/x")).isEqualTo("text");
  }

  @Test
  void deletedObjectIsGoneAndItsNameFree() throws Exception {
    store.putIfAbsent("log/1.json", bytes("one"));
    store.delete("log/1.json");

    assertMissing("log/1.json");
    assertThat(names("", "")).isEmpty();
    assertThat(store.putIfAbsent("log/1.json", bytes("again"))).isTrue();
    assertThat(text("log/1.json")).isEqualTo("again");
  }

  @Test
  void deletingWhatIsMissingDoesNothing() throws Exception {
    store.putIfAbsent("log/1.json", bytes("one"));
    store.delete("log/2.json");
    store.delete("log");
    store.delete("nothing/here");
    store.delete("log/1.json/deeper");

    assertThat(names("", "")).containsExactly("log/1.json");
  }

  @Test
  void whatOneClientCreatedAnotherSeesAtOnce() throws Exception {
    try (ObjectStore other = another(store)) {
      for (int i = 0; i < rounds(); i++) {
        String name = "log/%d".formatted(i);
        assertMissing(name);
        assertThat(other.putIfAbsent(name, bytes("it"))).isTrue();
        assertThat(text(name)).isEqualTo("it");
        assertThat(names(name, "")).containsExactly(name);
        assertThat(store.putIfAbsent(name, bytes("late"))).isFalse();
      }
    }
  }

  @Test
  void ofManyWritersOfANameExactlyOneWins() throws Exception {
    try (ObjectStore other = another(store)) {
      StoreRaces.writersOfOneName(store, other, rounds(), StoreRaces.Way.PUT);
    }
  }

  @Test
  void ofManyUploadsToANameExactlyOneWins() throws Exception {
    try (ObjectStore other = another(store)) {
      StoreRaces.writersOfOneName(store, other, rounds(), StoreRaces.Way.UPLOAD);
    }
  }

  @Test
  void ofPutsAndUploadsToANameExactlyOneWins() throws Exception {
    try (ObjectStore other = another(store)) {
      StoreRaces.writersOfOneName(store, other, rounds(), StoreRaces.Way.EITHER);
    }
  }

  @Test
  void writersOfDifferentNamesAllWin() throws Exception {
    StoreRaces.writersOfDifferentNames(store, rounds());
  }

  @Test
  void noReaderSeesAPartlyWrittenObject() throws Exception {
    try (ObjectStore other = another(store)) {
      StoreRaces.readersOfNewObjects(store, other, rounds());
    }
  }

  @Test
  void noReaderSeesAPartlyReplacedObject() throws Exception {
    try (ObjectStore other = another(store)) {
      StoreRaces.readersOfAReplacedObject(store, other, rounds());
    }
  }

  @Test
  void interruptedThreadKeepsItsFlagAndTheStoreWorks() throws Exception {
    boolean created = false;
    Thread.currentThread().interrupt();
    try {
      created = store.putIfAbsent("a", bytes("content"));
    } catch (IOException outcomeUnknown) {
      assertThat(outcomeUnknown).isNotInstanceOf(NoSuchFileException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    if (created) {
      assertThat(text("a")).isEqualTo("content");
    }
    assertThat(store.putIfAbsent("b", bytes("later"))).isTrue();
    assertThat(text("b")).isEqualTo("later");
  }

  private String range(String name, long offset, int length) throws IOException {
    return new String(store.getRange(name, offset, length), UTF_8);
  }

  private static byte[] randomBytes(int length) {
    byte[] bytes = new byte[length];
    new Random(42).nextBytes(bytes);
    return bytes;
  }
}
