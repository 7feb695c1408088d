package org.tarnlake.json;

/** A text is not the JSON that was expected; whoever knows the object and line says so instead. */
public final class JsonFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public JsonFormatException(String message) {
    super(message);
  }

  public JsonFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
