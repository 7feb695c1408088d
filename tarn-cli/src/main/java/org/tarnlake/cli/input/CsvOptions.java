package org.tarnlake.cli.input;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the user said of CSV files; the file's beginning tells the rest ({@link CsvSniffer}).
 * Immutable.
 *
 * @param delimiter what separates fields; null if that was not said
 * @param quote what fields are quoted by; 0 if by nothing
 * @param escape what stands within quotes before a quote that is text, besides another quote; 0 if
 *     nothing does
 * @param firstLine what the first line is
 * @param columns the names of the columns of a file without a header; empty if not said
 * @param skippedLines how many lines in front are no part of the table
 * @param comment with which character a line begins that is no part of the table; 0 if with none
 * @param nulls what, unquoted, stands for null besides nothing
 * @param values how numbers and times are written
 */
public record CsvOptions(
    @Nullable Character delimiter,
    char quote,
    char escape,
    FirstLine firstLine,
    List<String> columns,
    long skippedLines,
    char comment,
    List<String> nulls,
    TextForms values) {

  /** Nothing was said. */
  public static final CsvOptions DEFAULT =
      new CsvOptions(
          null,
          '"',
          (char) 0,
          FirstLine.UNKNOWN,
          List.of(),
          0,
          (char) 0,
          List.of(),
          TextForms.PLAIN);

  public CsvOptions {
    columns = List.copyOf(columns);
    nulls = List.copyOf(nulls);
  }

  /** What the first line is. */
  public enum FirstLine {
    /** Names of columns, whatever they look like. */
    NAMES,
    /** A row. */
    ROW,
    /** The file tells. */
    UNKNOWN
  }
}
