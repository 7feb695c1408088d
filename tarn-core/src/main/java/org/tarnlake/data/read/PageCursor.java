package org.tarnlake.data.read;

import org.tarnlake.data.bytes.Slice;

/** Where a reader stands among the values of a data page. One thread at a time. */
final class PageCursor {
  final DataPage.Coding coding;
  final byte[] bytes;
  final int end;

  /** Where the next plain value starts, in bytes. */
  int position;

  /** How many plain booleans of the page have been read. */
  int booleans;

  /** The numbers of dictionary entries, or booleans in runs; of a plain page none. */
  final RunLengthDecoder runs;

  PageCursor(DataPage page) {
    Slice values = page.values();
    this.coding = page.coding();
    this.bytes = values.bytes;
    this.position = values.start;
    this.end = values.end;
    this.runs =
        switch (coding) {
          case PLAIN -> new RunLengthDecoder(values.part(0, 0), 0);
          case RUNS -> new RunLengthDecoder(values, 1);
          case DICTIONARY ->
              // A page of nulls only may lack even the width.
              values.length() == 0
                  ? new RunLengthDecoder(values, 1)
                  : new RunLengthDecoder(
                      values.part(1, values.length() - 1), values.bytes[values.start]);
        };
  }

  /** Takes the bytes of the next plain values and returns where they start. */
  int take(long length) {
    if (length > end - position) {
      throw new IllegalArgumentException(
          "values of %s bytes where %s are left".formatted(length, end - position));
    }
    int at = position;
    position += (int) length;
    return at;
  }

  /** Whether plain values were read to the last byte. */
  boolean isExhausted() {
    return coding != DataPage.Coding.PLAIN || position + (booleans + 7) / 8 == end;
  }
}
