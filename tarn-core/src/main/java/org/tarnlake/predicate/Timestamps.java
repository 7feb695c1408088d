package org.tarnlake.predicate;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;

/** Reads the text of a timestamp. Stateless. */
final class Timestamps {
  private static final int DATE_LENGTH = 10;

  private Timestamps() {}

  /**
   * An Instant if the text has an offset or a Z, else a LocalDateTime; a date alone is its
   * midnight.
   *
   * @throws java.time.DateTimeException if the text is no ISO timestamp, with a T or a space
   */
  static Object parse(String text) {
    if (text.length() <= DATE_LENGTH) {
      return LocalDate.parse(text).atStartOfDay();
    }
    String iso = text.replace(' ', 'T');
    if (iso.endsWith("Z")) {
      return Instant.parse(iso);
    }
    int time = iso.indexOf('T');
    boolean offset = iso.indexOf('+', time) > 0 || iso.indexOf('-', time) > 0;
    return offset && time > 0 ? OffsetDateTime.parse(iso).toInstant() : LocalDateTime.parse(iso);
  }
}
