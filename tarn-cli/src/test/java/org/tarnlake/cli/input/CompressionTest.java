package org.tarnlake.cli.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tarnlake.cli.input.TextFiles.input;
import static org.tarnlake.cli.input.TextFiles.rows;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.cli.terminal.Failure;

class CompressionTest {
  /** By Python's bz2. */
  private static final String BZIP2 =
      "QlpoOTFBWSZTWaYo9AYAAAXZgAAQAAQwADQgBAAgADEGTEDQMJCimgxMzxdyRThQkKYo9AY=";

  /** Two streams one behind the other, as pbzip2 writes them. */
  private static final String TWO_STREAMS =
      "QlpoOTFBWSZTWY8imt0AAAPZgAAQAAQgACQgBAAgACIZPRCGAoQlb8XckU4UJCPIprdAQlpoOTFBWSZTWUUzNXgAAAFZAAAQAAQQABAAIAAhmmgzTRc8XckU4UJBFMzV4A==";

  @TempDir Path folder;

  @Test
  void bzip2IsRead() {
    byte[] bytes = Base64.getDecoder().decode(BZIP2);
    assertThat(rows(input(folder.resolve("t.csv.bz2"), bytes))).containsExactly("[1, a]", "[2, b]");
    assertThat(rows(input(folder.resolve("t.csv"), bytes))).containsExactly("[1, a]", "[2, b]");
    for (int length : new int[] {20, bytes.length / 2 + 10, bytes.length - 5}) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> rows(input(folder.resolve("c.csv.bz2"), cut)))
          .as("cut to %s bytes", length)
          .isInstanceOf(Failure.class);
    }
    byte[] altered = bytes.clone();
    altered[12] ^= 1;
    assertThatThrownBy(() -> rows(input(folder.resolve("a.csv.bz2"), altered)))
        .isInstanceOf(Failure.class);
  }

  /**
   * They could not be read. A file that ends within the first bytes of its second stream was read
   * without it, and nothing was told.
   */
  @Test
  void severalStreamsOfBzip2AreReadAndNoneIsCutOff() {
    byte[] bytes = Base64.getDecoder().decode(TWO_STREAMS);
    assertThat(rows(input(folder.resolve("two.csv.bz2"), bytes)))
        .containsExactly("[1, a]", "[2, b]");
    int first = 51;
    assertThat(rows(input(folder.resolve("one.csv.bz2"), Arrays.copyOf(bytes, first))))
        .containsExactly("[1, a]");
    for (int length = 0; length < bytes.length; length++) {
      if (length != first) {
        byte[] cut = Arrays.copyOf(bytes, length);
        assertThatThrownBy(() -> rows(input(folder.resolve("c.csv.bz2"), cut)))
            .as("cut to %s bytes", length)
            .isInstanceOf(Failure.class);
      }
    }
    bytes[first] ^= 1;
    assertThatThrownBy(() -> rows(input(folder.resolve("a.csv.bz2"), bytes)))
        .isInstanceOf(Failure.class);
  }

  @Test
  void zstdIsRead() throws IOException {
    byte[] one = zstd("id,t\n1,a\n");
    byte[] two = zstd("2,b\n");
    byte[] both = Arrays.copyOf(one, one.length + two.length);
    System.arraycopy(two, 0, both, one.length, two.length);
    assertThat(rows(input(folder.resolve("t.csv.zst"), both))).containsExactly("[1, a]", "[2, b]");
    for (int length = 5; length < both.length; length++) {
      if (length != one.length) {
        byte[] cut = Arrays.copyOf(both, length);
        assertThatThrownBy(() -> rows(input(folder.resolve("c.csv.zst"), cut)))
            .as("cut to %s bytes", length)
            .isInstanceOf(Failure.class);
      }
    }
    for (int at = 4; at < both.length; at++) {
      byte[] altered = both.clone();
      altered[at] ^= 1;
      try {
        // A window may be larger than it need be.
        assertThat(rows(input(folder.resolve("a.csv.zst"), altered)))
            .as("byte %s altered", at)
            .containsExactly("[1, a]", "[2, b]");
      } catch (Failure e) {
        assertThat(e).hasMessageContaining("a.csv.zst");
      }
    }
    assertThatThrownBy(() -> rows(input(folder.resolve("n.csv.zst"), new byte[] {'a', '\n'})))
        .hasMessage(
            folder
                + "/n.csv.zst is not compressed by zstd, though its name says so; rename or compress it");
  }

  /** Such frames stand in front of others in what pzstd writes; they were an error. */
  @Test
  void framesOfZstdThatAreToBeSkippedAreSkipped() throws IOException {
    byte[] skipped = {0x5E, 0x2A, 0x4D, 0x18, 4, 0, 0, 0, 'x', ',', 'y', '\n'};
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String text : new String[] {"id,t\n1,a\n", "2,b\n"}) {
      bytes.write(skipped);
      bytes.write(zstd(text));
    }
    bytes.write(skipped);
    byte[] all = bytes.toByteArray();
    assertThat(rows(input(folder.resolve("t.csv.zst"), all))).containsExactly("[1, a]", "[2, b]");
    assertThat(rows(input(folder.resolve("t.csv"), all))).containsExactly("[1, a]", "[2, b]");
    for (int cut = 1; cut < skipped.length; cut++) {
      byte[] part = Arrays.copyOf(all, all.length - cut);
      assertThatThrownBy(() -> rows(input(folder.resolve("c.csv.zst"), part)))
          .as("%s bytes cut off", cut)
          .isInstanceOf(Failure.class);
    }
  }

  /** The JDK takes a member whose first bytes are cut off or altered for the end of the file. */
  @Test
  void whatFollowsAMemberOfGzipIsOneOrAnError() throws IOException {
    byte[] one = gzip("id,t\n1,a\n");
    byte[] two = gzip("2,b\n");
    byte[] both = Arrays.copyOf(one, one.length + two.length);
    System.arraycopy(two, 0, both, one.length, two.length);
    assertThat(rows(input(folder.resolve("t.csv.gz"), both))).containsExactly("[1, a]", "[2, b]");
    for (int length = one.length + 1; length < both.length; length++) {
      byte[] cut = Arrays.copyOf(both, length);
      assertThatThrownBy(() -> rows(input(folder.resolve("c.csv.gz"), cut)))
          .as("cut to %s bytes", length)
          .isInstanceOf(Failure.class);
    }
    both[one.length] ^= 1;
    assertThatThrownBy(() -> rows(input(folder.resolve("a.csv.gz"), both)))
        .isInstanceOf(Failure.class);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static byte[] zstd(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZstdOutputStream out = new ZstdOutputStream(bytes)) {
      out.setChecksum(true);
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  /** More than any buffer, so that readers are asked many times. */
  @Test
  void largeFilesAreReadToTheirEnd() throws IOException {
    StringBuilder text = new StringBuilder("id,t\n");
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      text.append(i).append(',').append(random.nextLong()).append('\n');
    }
    assertThat(rows(input(folder.resolve("l.csv.zst"), zstd(text.toString())))).hasSize(100_000);
  }
}
