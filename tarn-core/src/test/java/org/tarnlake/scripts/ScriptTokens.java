package org.tarnlake.scripts;

import java.util.ArrayList;
import java.util.List;

/** Splits a line of a script at spaces or commas outside quotes and brackets. Stateless. */
final class ScriptTokens {
  private ScriptTokens() {}

  static List<String> split(String text, char separator) {
    List<String> tokens = new ArrayList<>();
    StringBuilder token = new StringBuilder();
    int depth = 0;
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\'') {
        quoted = !quoted;
      } else if (!quoted && (isOpening(c) || (c == '<' && endsWithWord(token)))) {
        depth++;
      } else if (!quoted && (isClosing(c) || (c == '>' && depth > 0))) {
        depth--;
      }
      if (c == separator && !quoted && depth == 0) {
        add(tokens, token);
      } else {
        token.append(c);
      }
    }
    add(tokens, token);
    return tokens;
  }

  private static boolean isOpening(char c) {
    return "([{".indexOf(c) >= 0;
  }

  private static boolean isClosing(char c) {
    return ")]}".indexOf(c) >= 0;
  }

  /** As in {@code list<}, other than in {@code n < 5}. */
  private static boolean endsWithWord(StringBuilder token) {
    return !token.isEmpty() && Character.isLetter(token.charAt(token.length() - 1));
  }

  private static void add(List<String> tokens, StringBuilder token) {
    String text = token.toString().strip();
    if (!text.isEmpty()) {
      tokens.add(text);
    }
    token.setLength(0);
  }

  /** What lies within the brackets that end a text. */
  static String within(String text) {
    int open = 0;
    while ("([{<".indexOf(text.charAt(open)) < 0) {
      open++;
    }
    return text.substring(open + 1, text.length() - 1);
  }
}
