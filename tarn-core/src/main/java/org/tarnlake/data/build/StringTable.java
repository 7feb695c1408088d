package org.tarnlake.data.build;

import java.util.Arrays;

/** Strings numbered from 0 in the order of their first sight. One thread at a time. */
final class StringTable {
  private int[] slots = new int[64];
  private String[] strings = new String[16];
  private int size;

  int size() {
    return size;
  }

  /** The number of a string, or -1. */
  int find(String text) {
    for (int slot = slot(text); slots[slot] != 0; slot = slot + 1 & slots.length - 1) {
      if (strings[slots[slot] - 1].equals(text)) {
        return slots[slot] - 1;
      }
    }
    return -1;
  }

  /** Numbers a string that is not there yet. */
  int add(String text) {
    if (2 * size >= slots.length) {
      slots = new int[4 * slots.length];
      for (int id = 0; id < size; id++) {
        insert(strings[id], id);
      }
    }
    if (size == strings.length) {
      strings = Arrays.copyOf(strings, 2 * size);
    }
    strings[size] = text;
    insert(text, size);
    return size++;
  }

  private void insert(String text, int id) {
    int slot = slot(text);
    while (slots[slot] != 0) {
      slot = slot + 1 & slots.length - 1;
    }
    slots[slot] = id + 1;
  }

  private int slot(String text) {
    int hash = text.hashCode() * 0x9E3779B9;
    return (hash ^ hash >>> 16) & slots.length - 1;
  }
}
