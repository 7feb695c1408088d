package org.tarnlake.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a judge makes of one value of a file.
 *
 * @param text how it is written; null if it is null. Of what is no string of JSON, its JSON
 * @param micros since 1970, if it is a date or a time; else null
 * @param children of an object by their keys, of an array by their places
 */
record Judged(
    Kind kind, @Nullable String text, @Nullable Long micros, Map<String, Judged> children) {
  static final Judged NOTHING = new Judged(Kind.NULL, null, null, Map.of());

  /** What a value is where the file tells: JSON does, CSV has texts only. */
  enum Kind {
    NULL,
    TEXT,
    NUMBER,
    BOOLEAN,
    OBJECT,
    ARRAY
  }

  /** All of a file: the names as they stand in it, and its rows by column. */
  record Table(List<String> names, List<List<Judged>> rows) {}

  static Judged of(Kind kind, @Nullable String text, @Nullable Long micros) {
    return text == null ? NOTHING : new Judged(kind, text, micros, new LinkedHashMap<>());
  }

  boolean isNull() {
    return kind == Kind.NULL;
  }
}
