package org.tarnlake.predicate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.tarnlake.error.InvalidDataException;

/** Cuts the text of a condition into tokens, and words its errors. One thread at a time. */
final class ExpressionLexer {
  /** Words that name no column unless quoted. */
  private static final Set<String> RESERVED =
      Set.of("AND", "OR", "NOT", "IN", "IS", "LIKE", "BETWEEN", "TRUE", "FALSE", "NULL", "ESCAPE");

  /** Words that may name a column where they cannot be meant as words; written quoted. */
  private static final Set<String> WORDS_OF_CASE = Set.of("CASE", "WHEN", "THEN", "ELSE", "END");

  private static final int SHOWN_BEFORE = 50;
  private static final int SHOWN_AFTER = 25;

  enum Kind {
    WORD,
    QUOTED_NAME,
    NUMBER,
    STRING,
    HEX,
    SYMBOL,
    END
  }

  /**
   * A token.
   *
   * @param text what it says: without quotes and escapes if it had any
   * @param start its offset in the whole text
   */
  record Token(Kind kind, String text, int start) {
    boolean isWord(String word) {
      return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }

    boolean isSymbol(String symbol) {
      return kind == Kind.SYMBOL && text.equals(symbol);
    }

    String shown() {
      return switch (kind) {
        case END -> "the end of the text";
        case STRING -> "the string " + Literal.quoted(abbreviated());
        case HEX -> "X'" + abbreviated() + "'";
        case NUMBER -> "the number " + abbreviated();
        case QUOTED_NAME -> '"' + abbreviated() + '"';
        case WORD, SYMBOL -> "'" + abbreviated() + "'";
      };
    }

    private String abbreviated() {
      return text.length() <= 30 ? text : text.substring(0, 30) + "...";
    }
  }

  private final String sql;
  private final String what;
  private int at;

  /** Cuts the text of what errors call a condition or an expression. */
  ExpressionLexer(String sql, String what) {
    this.sql = sql;
    this.what = what;
  }

  static boolean isReserved(String word) {
    return RESERVED.contains(word.toUpperCase(Locale.ROOT));
  }

  /** Whether a name is written in quotes although it is a word. */
  static boolean isQuotedWord(String word) {
    return isReserved(word) || WORDS_OF_CASE.contains(word.toUpperCase(Locale.ROOT));
  }

  /** All tokens, the last being the end. */
  List<Token> tokens() {
    List<Token> tokens = new ArrayList<>();
    do {
      tokens.add(next());
    } while (tokens.get(tokens.size() - 1).kind() != Kind.END);
    return tokens;
  }

  private Token next() {
    while (at < sql.length() && Character.isWhitespace(sql.charAt(at))) {
      at++;
    }
    int start = at;
    if (at == sql.length()) {
      return new Token(Kind.END, "", start);
    }
    char c = sql.charAt(at);
    if (c == '\'') {
      return new Token(Kind.STRING, quoted('\'', "string"), start);
    }
    if (c == '"' || c == '`') {
      return new Token(Kind.QUOTED_NAME, quoted(c, "quoted name"), start);
    }
    if ((c == 'x' || c == 'X') && peek(1) == '\'') {
      at++;
      return new Token(Kind.HEX, quoted('\'', "binary literal"), start);
    }
    if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
      return new Token(Kind.NUMBER, number(), start);
    }
    if (Character.isLetter(sql.codePointAt(at)) || c == '_') {
      return new Token(Kind.WORD, word(), start);
    }
    return new Token(Kind.SYMBOL, symbol(), start);
  }

  private String quoted(char quote, String what) {
    int start = at++;
    StringBuilder out = new StringBuilder();
    while (at < sql.length()) {
      char c = sql.charAt(at++);
      if (c != quote) {
        out.append(c);
      } else if (at < sql.length() && sql.charAt(at) == quote) {
        out.append(c);
        at++;
      } else {
        return out.toString();
      }
    }
    throw error(
        start, "this %s does not end; close it with %s".formatted(what, Character.toString(quote)));
  }

  private String number() {
    int start = at;
    digits();
    if (peek(0) == '.') {
      at++;
      digits();
    }
    char e = peek(0);
    if (e == 'e' || e == 'E') {
      int sign = peek(1) == '+' || peek(1) == '-' ? 1 : 0;
      if (isDigit(peek(1 + sign))) {
        at += 1 + sign;
        digits();
      }
    }
    if (Character.isLetterOrDigit(peek(0)) || peek(0) == '_') {
      throw error(at, "a number does not go on like this; quote a name that starts with a digit");
    }
    if (at - start > Literal.MAX_DIGITS) {
      throw error(start, "a number has at most %s digits".formatted(Literal.MAX_DIGITS));
    }
    return sql.substring(start, at);
  }

  private void digits() {
    while (isDigit(peek(0))) {
      at++;
    }
  }

  private String word() {
    int start = at;
    while (at < sql.length()) {
      int c = sql.codePointAt(at);
      if (!Character.isLetterOrDigit(c) && c != '_') {
        break;
      }
      at += Character.charCount(c);
    }
    return sql.substring(start, at);
  }

  private String symbol() {
    String two = sql.substring(at, Math.min(at + 2, sql.length()));
    if (Set.of("==", "!=", "<>", "<=", ">=", "||").contains(two)) {
      at += 2;
      return two;
    }
    String one = new String(Character.toChars(sql.codePointAt(at)));
    if (!"=<>(),.+-*/%".contains(one)) {
      throw error(
          at,
          "'%s' has no meaning in %s %s; a name with it stands in double quotes"
              .formatted(one, what.startsWith("e") ? "an" : "a", what));
    }
    at++;
    return one;
  }

  private char peek(int ahead) {
    return at + ahead < sql.length() ? sql.charAt(at + ahead) : '\0';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** An error that shows where in the text it is. */
  InvalidDataException error(int position, String problem) {
    int from = Math.max(0, position - SHOWN_BEFORE);
    int to = Math.min(sql.length(), position + SHOWN_AFTER);
    StringBuilder line = new StringBuilder(from > 0 ? "..." : "");
    int caret = line.length() + position - from;
    for (int i = from; i < to; i++) {
      char c = sql.charAt(i);
      line.append(Character.isWhitespace(c) || Character.isISOControl(c) ? ' ' : c);
    }
    line.append(to < sql.length() ? "..." : "");
    return new InvalidDataException(
        "the %s is wrong at character %s: %s%n  %s%n  %s^"
            .formatted(what, position + 1, problem, line, " ".repeat(caret))
            .replace(System.lineSeparator(), "\n"));
  }
}
