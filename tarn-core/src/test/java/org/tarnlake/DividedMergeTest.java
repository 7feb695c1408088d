package org.tarnlake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.env.Environment;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.FaultyStore;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.testing.SoundLake;

/**
 * A source that is too large for memory is divided, and still only files with its keys are read.
 */
class DividedMergeTest {
  private static final int FILES = 5;
  private static final int ROWS = 20;

  /** In the order of their UTF-8 bytes, which that of Java's chars is not. */
  private static final List<String> LETTERS =
      List.of("a", "z", "\u00e9", "\u3042", "\uffee", "\ud83d\ude00");

  @RegisterExtension final SoundLake sound = new SoundLake();

  private final FaultyStore store = new FaultyStore(sound.watch(new MemoryStore()));

  private static Object[] row(String letter, long id, String text) {
    return new Object[] {letter, id, text};
  }

  private static void append(Lake lake, String letter, int file) {
    lake.transact(
        tx -> {
          for (int i = 0; i < ROWS; i++) {
            tx.append("t", row(letter, file * ROWS + i, "before"));
          }
        });
  }

  @Test
  void filesWithoutKeysOfTheSourceAreNotRead() throws IOException {
    try (Lake lake = Lake.create(store, Environment.system())) {
      lake.transact(tx -> tx.createTable("t", Schema.parse("letter string, id long, text string")));
      for (String letter : LETTERS) {
        IntStream.range(0, FILES).forEach(file -> append(lake, letter, file));
      }
    }
    try (Lake lake = SmallBuffers.open(store, Environment.system())) {
      lake.awaitPublished(); // What is not known to be published is read from the log.
      List<String> touched = LETTERS.subList(2, 6);
      List<Object[]> source =
          touched.stream()
              .flatMap(
                  letter ->
                      IntStream.range(2 * ROWS + 3, 4 * ROWS - 3)
                          .mapToObj(id -> row(letter, id, "after")))
              .toList();
      List<String> files = store.list("t/part", "").stream().map(ObjectInfo::name).toList();
      store.resetCalls();
      MergeResult result = lake.compute(tx -> tx.upsert("t", List.of("letter", "id"), source));
      assertThat(result.updated()).isEqualTo(source.size());
      assertThat(result.inserted()).isZero();
      assertThat(files.stream().filter(filesRead()::contains)).hasSize(2 * touched.size());
      assertThat(lake.scan("t").where("text = 'after'").count()).isEqualTo(source.size());
      assertThat(lake.scan("t").count()).isEqualTo(LETTERS.size() * FILES * ROWS);
    }
  }

  private Set<String> filesRead() {
    return store.trace().stream()
        .filter(call -> !call.isWrite())
        .map(FaultyStore.Call::name)
        .collect(Collectors.toSet());
  }
}
