package org.tarnlake.cli.input;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The short strings that a column had last, so that texts which repeat become one object, whose
 * hash is known. Where too few repeat it gives up. One thread at a time.
 */
final class StringCache {
  /** Keeps nothing. Safe for many threads. */
  static final StringCache NONE = new StringCache(0);

  private static final int SLOTS = 1024;
  private static final int MAX_LENGTH = 48;
  private static final int SAMPLE = 4 * SLOTS;

  private final byte[] @Nullable [] texts;
  private final @Nullable String[] strings;
  private int looks;
  private int hits;
  private boolean used;

  StringCache() {
    this(SLOTS);
  }

  private StringCache(int slots) {
    texts = new byte[slots][];
    strings = new @Nullable String[slots];
    used = slots > 0;
  }

  /** The text of some UTF-8. */
  String string(byte[] bytes, int from, int length) {
    if (!used || length > MAX_LENGTH) {
      return new String(bytes, from, length, StandardCharsets.UTF_8);
    }
    int slot = slot(bytes, from, length);
    byte[] text = texts[slot];
    String string = strings[slot];
    looks++;
    if (text != null
        && string != null
        && Arrays.equals(text, 0, text.length, bytes, from, from + length)) {
      hits++;
      return string;
    }
    if (looks >= SAMPLE) {
      used = hits > looks / 2;
      looks = 0;
      hits = 0;
    }
    String made = new String(bytes, from, length, StandardCharsets.UTF_8);
    texts[slot] = Arrays.copyOfRange(bytes, from, from + length);
    strings[slot] = made;
    return made;
  }

  private static int slot(byte[] bytes, int from, int length) {
    int hash = length;
    for (int i = from; i < from + length; i++) {
      hash = 31 * hash + bytes[i];
    }
    hash *= 0x9E3779B9;
    return hash >>> 22;
  }
}
