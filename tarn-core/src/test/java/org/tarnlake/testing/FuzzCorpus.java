package org.tarnlake.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * The inputs kept for fuzz targets, each in a folder of its target's name: seeds, and everything
 * that ever was a finding. Immutable.
 */
public record FuzzCorpus(Path root, Map<String, FuzzTarget> targets) {
  /** Mutations of each file, so that a target is exercised beyond what is kept. */
  private static final int MUTATIONS = 40;

  /** A test for each target: all that is kept for it, and mutations made from a fixed seed. */
  public Stream<DynamicTest> replay() {
    return targets.keySet().stream()
        .sorted()
        .map(name -> DynamicTest.dynamicTest(name, () -> replay(name)));
  }

  private void replay(String name) throws Exception {
    List<Path> files = files(root.resolve(name));
    if (files.isEmpty()) {
      throw new AssertionError("nothing is kept for the target " + name);
    }
    FuzzTarget target = targets.get(name);
    List<byte[]> inputs = new ArrayList<>();
    for (Path file : files) {
      byte[] input = Files.readAllBytes(file);
      inputs.add(input);
      run(target, input, file.toString());
    }
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < inputs.size(); i++) {
      for (int m = 0; m < MUTATIONS; m++) {
        run(target, mutated(inputs, i, random), files.get(i) + ", mutation " + m);
      }
    }
  }

  private static void run(FuzzTarget target, byte[] input, String what) {
    try {
      target.runWithinLimits(input);
    } catch (Exception | AssertionError | StackOverflowError e) {
      String hex = input.length <= 2048 ? ": " + HexFormat.of().formatHex(input) : "";
      throw new AssertionError("%s: %s%s".formatted(what, e, hex), e);
    }
  }

  private static byte[] mutated(List<byte[]> inputs, int base, SplittableRandom random) {
    byte[] bytes = inputs.get(base).clone();
    for (int times = 1 + random.nextInt(3); times > 0 && bytes.length > 0; times--) {
      int at = random.nextInt(bytes.length);
      int length = Math.min(bytes.length - at, 1 + random.nextInt(8));
      byte[] other = inputs.get(random.nextInt(inputs.size()));
      switch (random.nextInt(5)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        case 2 -> bytes = spliced(bytes, at, at + length, new byte[0]);
        case 3 -> bytes = spliced(bytes, at, at, Arrays.copyOfRange(bytes, at, at + length));
        default -> {
          int from = other.length == 0 ? 0 : random.nextInt(other.length);
          int to = Math.min(other.length, from + 1 + random.nextInt(32));
          bytes = spliced(bytes, at, at + length, Arrays.copyOfRange(other, from, to));
        }
      }
    }
    return bytes;
  }

  /** The bytes with those from one position to another replaced. */
  private static byte[] spliced(byte[] bytes, int from, int to, byte[] middle) {
    byte[] out = Arrays.copyOf(bytes, from + middle.length + bytes.length - to);
    System.arraycopy(middle, 0, out, from, middle.length);
    System.arraycopy(bytes, to, out, from + middle.length, bytes.length - to);
    return out;
  }

  private static List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
