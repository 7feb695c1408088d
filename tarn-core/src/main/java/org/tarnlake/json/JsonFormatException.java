package org.tarnlake.json;

import com.fasterxml.jackson.core.io.JsonEOFException;

/** A text is not the JSON that was expected; whoever knows the object and line says so instead. */
public final class JsonFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public JsonFormatException(String message) {
    super(message);
  }

  public JsonFormatException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Whether the text ended inside a value, so that more of it might have made it whole. */
  public boolean isEndOfText() {
    return getCause() instanceof JsonEOFException;
  }
}
