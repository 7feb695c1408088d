package org.tarnlake.cli.input;

/**
 * How a CSV file is to be read. Immutable.
 *
 * @param delimiter what separates fields
 * @param delimiterIs whether the user named the delimiter
 * @param firstLine whether the user said that the first line names the columns
 */
public record CsvFormat(char delimiter, Delimiter delimiterIs, FirstLine firstLine) {

  /** Where the delimiter comes from. */
  public enum Delimiter {
    GIVEN,
    ASSUMED
  }

  /** What the first line is. */
  public enum FirstLine {
    /** Names of columns, whatever they look like. */
    NAMES,
    /** Names of columns, if none looks like a value. */
    ASSUMED_NAMES
  }
}
