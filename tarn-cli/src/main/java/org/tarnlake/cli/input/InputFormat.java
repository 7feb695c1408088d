package org.tarnlake.cli.input;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** What a file holds. */
public enum InputFormat {
  /** Comma-separated values with a header line, RFC 4180. */
  CSV,
  /** JSON objects, one a line or in one array. */
  JSON,
  PARQUET;

  /** The format that a file's suffix tells; that of a compression behind it is passed over. */
  public static Optional<InputFormat> ofSuffix(Path path) {
    return switch (suffix(path)) {
      case "csv", "tsv" -> Optional.of(CSV);
      case "json", "ndjson", "jsonl" -> Optional.of(JSON);
      case "parquet" -> Optional.of(PARQUET);
      default -> Optional.empty();
    };
  }

  /** What separates the fields of a CSV file, by its suffix. */
  public static char delimiterOf(Path path) {
    return suffix(path).equals("tsv") ? '\t' : ',';
  }

  private static String suffix(Path path) {
    String name = path.toString().toLowerCase(Locale.ROOT);
    name = Compression.withoutSuffix(name);
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
