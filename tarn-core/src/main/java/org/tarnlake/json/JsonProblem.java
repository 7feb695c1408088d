package org.tarnlake.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is wrong with a JSON text, in words that know of no library. Stateless. */
final class JsonProblem {
  private static final Pattern QUOTED = Pattern.compile("'(.+?)'(?= \\(code)|'([^']*)'");

  private JsonProblem() {}

  /** The problem that stopped the reading of a text, and where in its line. */
  static String of(Exception e) {
    if (!(e instanceof JsonProcessingException problem)) {
      return e instanceof IOException ? String.valueOf(e.getMessage()) : "a number is out of range";
    }
    if (isEndOfText(e)) {
      return "the text ends inside a value";
    }
    String words = words(String.valueOf(problem.getOriginalMessage()));
    return problem.getLocation() == null
        ? words
        : words + " (character " + problem.getLocation().getColumnNr() + " of the line)";
  }

  /**
   * Whether a text ended inside a value. Behind a comma the parser throws no exception of its own.
   */
  static boolean isEndOfText(@Nullable Throwable e) {
    return e instanceof JsonEOFException
        || (e instanceof JsonProcessingException problem
            && String.valueOf(problem.getOriginalMessage()).startsWith("Unexpected end-of-input"));
  }

  /** The line of the problem, from 1; 0 if it is not known. */
  static int line(@Nullable Throwable e) {
    return e instanceof JsonProcessingException problem && problem.getLocation() != null
        ? problem.getLocation().getLineNr()
        : 0;
  }

  private static String words(String message) {
    Matcher quoted = QUOTED.matcher(message);
    boolean found = quoted.find();
    String shown = !found ? "" : quoted.group(1) != null ? quoted.group(1) : quoted.group(2);
    if (message.startsWith("Non-standard token") || message.startsWith("Unrecognized token")) {
      boolean number = shown.endsWith("NaN") || shown.endsWith("Infinity");
      return number
          ? "%s is no JSON; write null or, for a column of doubles, \"%s\"".formatted(shown, shown)
          : "%s is no JSON value; text stands in double quotes".formatted(shown);
    }
    if (message.contains("Leading zero")) {
      return "a number has zeros in front, which JSON forbids; write a text in double quotes";
    }
    if (message.startsWith("Illegal unquoted character")) {
      return "a text holds a line break or another control character, which must be written as \\n or \\u000a";
    }
    if (message.startsWith("Unrecognized character escape")) {
      return "a backslash in a text escapes nothing; write \\\\ for a backslash";
    }
    if (message.startsWith("Unexpected close marker")) {
      return "a closing '%s' does not fit what is open".formatted(shown);
    }
    if (message.contains("exceeds the maximum")) {
      return "a value is larger than JSON is read here";
    }
    return message.startsWith("Unexpected character") && found && quoted.group(1) != null
        ? "'%s' does not fit here".formatted(shown)
        : "this is no JSON";
  }

  /** A token as people call it. */
  static String describe(@Nullable JsonToken token) {
    if (token == null) {
      return "the end";
    }
    return switch (token) {
      case VALUE_NULL -> "null";
      case VALUE_STRING -> "a string";
      case VALUE_TRUE -> "true";
      case VALUE_FALSE -> "false";
      case VALUE_NUMBER_INT -> "a number";
      case VALUE_NUMBER_FLOAT -> "a decimal number";
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case END_OBJECT -> "the end of an object";
      case END_ARRAY -> "the end of an array";
      default -> "a name";
    };
  }
}
