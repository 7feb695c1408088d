package org.tarnlake.bench.work;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A CSV file such as people have: a counter, a timestamp with Z, one of 1,000 names, an amount with
 * two decimals, one of 8 categories, and a quoted text with a comma. Row {@code i} is a pure
 * function of {@code i}. Stateless.
 */
public final class CsvSample {
  private static final String[] CATEGORIES = {
    "books", "garden", "kitchen", "music", "office", "sports", "toys", "travel"
  };

  /** Where in a sample's name its number begins. */
  private static final int NAME_NUMBER = "customer-".length();

  private CsvSample() {}

  /** Writes a file of so many rows; returns its size in bytes. */
  public static long write(Path file, long rows) throws IOException {
    Sample sample = new Sample();
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
      out.write("id,at,customer,amount,category,note\n".getBytes(StandardCharsets.US_ASCII));
      for (long i = 0; i < rows; i++) {
        out.write(row(sample, i).getBytes(StandardCharsets.US_ASCII));
      }
    }
    return Files.size(file);
  }

  private static String row(Sample sample, long i) {
    String note = sample.note(i);
    Instant at = Instant.EPOCH.plus(sample.micros(i), ChronoUnit.MICROS);
    int category = (int) ((sample.micros(i) ^ i) & (CATEGORIES.length - 1));
    return new StringBuilder(96)
        .append(i)
        .append(',')
        .append(at.truncatedTo(ChronoUnit.SECONDS))
        .append(',')
        .append("buyer")
        .append(sample.name(i), NAME_NUMBER, NAME_NUMBER + 4)
        .append(',')
        .append(sample.amount(i))
        .append(',')
        .append(CATEGORIES[category])
        .append(",\"")
        .append(note, 0, 4)
        .append(", ")
        .append(note, 4, 8)
        .append("\"\n")
        .toString();
  }
}
