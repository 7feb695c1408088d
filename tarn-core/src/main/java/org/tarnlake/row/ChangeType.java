package org.tarnlake.row;

import org.jspecify.annotations.Nullable;

/** What a change did to a row, in Delta's words (PROTOCOL.md, "Change Data Files"). Immutable. */
public enum ChangeType {
  /** The row is new. */
  INSERT("insert"),
  /** The row as it was before an update; what became of it is an {@link #UPDATE_POSTIMAGE}. */
  UPDATE_PREIMAGE("update_preimage"),
  /** The row as an update left it. */
  UPDATE_POSTIMAGE("update_postimage"),
  /** The row is gone; this is what it was. */
  DELETE("delete");

  private final String text;

  ChangeType(String text) {
    this.text = text;
  }

  /** Delta's word, such as {@code update_preimage}. */
  public String text() {
    return text;
  }

  /** Whether the table has a row less by it, rather than one more. */
  public boolean takesAway() {
    return this == DELETE || this == UPDATE_PREIMAGE;
  }

  /** The type of one of Delta's words; null if it is none. */
  public static @Nullable ChangeType find(@Nullable String word) {
    for (ChangeType type : values()) {
      if (type.text.equals(word)) {
        return type;
      }
    }
    return null;
  }

  @Override
  public String toString() {
    return text;
  }
}
