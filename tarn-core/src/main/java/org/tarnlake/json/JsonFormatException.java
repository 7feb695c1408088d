package org.tarnlake.json;

/** A text is not the JSON that was expected; whoever knows the object and line says so instead. */
public final class JsonFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean isNameTwice;

  public JsonFormatException(String message) {
    this(message, false);
  }

  private JsonFormatException(String message, boolean isNameTwice) {
    super(message);
    this.isNameTwice = isNameTwice;
  }

  public JsonFormatException(String message, Throwable cause) {
    super(message, cause);
    this.isNameTwice = false;
  }

  /** An object has two fields of one name. */
  static JsonFormatException nameTwice(String name) {
    return new JsonFormatException("the name '" + name + "' appears twice in an object", true);
  }

  /** Whether an object has two fields of one name. */
  public boolean isNameTwice() {
    return isNameTwice;
  }

  /** The line, from 1, at which the text does not go on as JSON does; 0 if that is not known. */
  public int line() {
    return JsonProblem.line(getCause());
  }

  /** Whether the text ended inside a value, so that more of it might have made it whole. */
  public boolean isEndOfText() {
    return JsonProblem.isEndOfText(getCause());
  }
}
