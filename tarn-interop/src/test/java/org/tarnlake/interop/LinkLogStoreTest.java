package org.tarnlake.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.store.local.LocalStore;

/** {@link LinkLogStore} beside Tarn's store: of those who create a file, one does. */
@ExtendWith(Features.class)
class LinkLogStoreTest {
  private static final int RACES = 500;
  private static final List<String> LINES = List.of("{\"of\":\"Spark\"}", "{\"ä😀\":1}");
  private static final String SPARK = "{\"of\":\"Spark\"}\n{\"ä😀\":1}\n";
  private static final String TARN = "{\"of\":\"Tarn\"}\n";

  @TempDir Path folder;

  private LinkLogStore spark;
  private LocalStore tarn;

  @BeforeEach
  void openStores() throws Exception {
    spark = new LinkLogStore(new Configuration());
    tarn = LocalStore.open(folder);
  }

  private boolean byTarn(String name) throws IOException {
    return tarn.putIfAbsent(name, TARN.getBytes(StandardCharsets.UTF_8));
  }

  private void bySpark(String name, Iterator<String> lines) throws IOException {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(folder.resolve(name).toUri());
    spark.write(path, lines, false, new Configuration());
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.equals("_tarn"))
          .toList();
    }
  }

  @Test
  @DisplayName("Spark's log store that links: writes what it is given, and leaves nothing beside")
  void fileIsWhatWasGiven() throws Exception {
    bySpark("1.json", LINES.iterator());
    assertThat(folder.resolve("1.json")).hasContent(SPARK);
    assertThat(byTarn("1.json")).isFalse();
    assertThat(files()).containsExactly("1.json");
  }

  @Test
  @DisplayName("Spark's log store that links: leaves a commit that comes while it writes its own")
  void commitThatComesBetweenStays() throws Exception {
    Iterator<String> lines =
        new Iterator<>() {
          private final Iterator<String> rest = LINES.iterator();

          @Override
          public boolean hasNext() {
            return rest.hasNext();
          }

          @Override
          public String next() {
            String line = rest.next();
            try {
              assertThat(rest.hasNext() || byTarn("1.json")).isTrue();
            } catch (IOException e) {
              throw new AssertionError(e);
            }
            return line;
          }
        };
    assertThatThrownBy(() -> bySpark("1.json", lines))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(folder.resolve("1.json")).hasContent(TARN);
    assertThat(files()).containsExactly("1.json");
  }

  @Test
  @DisplayName("Spark's log store that links: in a race with Tarn one of both wins, and is told")
  void oneOfBothWins() throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      for (int race = 0; race < RACES; race++) {
        String name = race + ".json";
        CyclicBarrier start = new CyclicBarrier(2);
        Future<Boolean> sparkWins =
            thread.submit(
                () -> {
                  start.await();
                  try {
                    bySpark(name, LINES.iterator());
                    return true;
                  } catch (FileAlreadyExistsException e) {
                    return false;
                  }
                });
        start.await();
        boolean tarnWins = byTarn(name);
        assertThat(sparkWins.get()).isNotEqualTo(tarnWins);
        assertThat(folder.resolve(name)).hasContent(tarnWins ? TARN : SPARK);
      }
    } finally {
      thread.shutdown();
    }
    assertThat(files()).hasSize(RACES);
  }
}
