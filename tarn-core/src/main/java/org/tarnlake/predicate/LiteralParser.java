package org.tarnlake.predicate;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HexFormat;
import org.tarnlake.predicate.ExpressionLexer.Kind;
import org.tarnlake.predicate.ExpressionLexer.Token;

/** Reads constants. One thread at a time. */
final class LiteralParser {
  private final TokenCursor tokens;

  LiteralParser(TokenCursor tokens) {
    this.tokens = tokens;
  }

  /** Whether a constant comes next; a number may have a sign. */
  boolean isNext() {
    Token token = tokens.peek();
    return switch (token.kind()) {
      case NUMBER, STRING, HEX -> true;
      case SYMBOL ->
          (token.isSymbol("-") || token.isSymbol("+")) && tokens.peek(1).kind() == Kind.NUMBER;
      case WORD ->
          token.isWord("TRUE") || token.isWord("FALSE") || token.isWord("NULL") || isTyped();
      case QUOTED_NAME, END -> false;
    };
  }

  /** Whether a word stands before a string that it gives a type. */
  boolean isTyped() {
    Token token = tokens.peek();
    return tokens.peek(1).kind() == Kind.STRING
        && (token.isWord("DATE") || token.isWord("TIMESTAMP") || token.isWord("DOUBLE"));
  }

  Literal parse() {
    refuseBareDate();
    Token token = tokens.take();
    try {
      return switch (token.kind()) {
        case NUMBER -> new Literal(new BigDecimal(token.text()));
        case STRING -> new Literal(token.text());
        case HEX -> new Literal(HexFormat.of().parseHex(token.text()));
        case SYMBOL -> signed(token);
        case WORD -> word(token);
        case QUOTED_NAME, END -> throw new AssertionError(token);
      };
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw tokens.error(token.start(), token.shown() + " is no valid literal");
    } catch (DateTimeException e) {
      throw tokens.error(
          token.start(),
          "this is no %s; write %s"
              .formatted(
                  token.isWord("DATE") ? "date" : "timestamp",
                  token.isWord("DATE")
                      ? "DATE '2024-05-01'"
                      : "TIMESTAMP '2024-05-01 10:00:00' or, with an offset, TIMESTAMP '2024-05-01T10:00:00.5Z'"));
    }
  }

  /** 2024-05-01 would else be 2018. */
  private void refuseBareDate() {
    StringBuilder date = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      Token token = tokens.peek(i);
      boolean fits =
          token.start() == tokens.peek().start() + date.length()
              && (i % 2 == 1 ? token.isSymbol("-") : token.kind() == Kind.NUMBER)
              && token.text().length() == (i == 0 ? 4 : i % 2 == 1 ? 1 : 2);
      if (!fits) {
        return;
      }
      date.append(token.text());
    }
    throw tokens.error(
        tokens.peek().start(),
        "a date stands in single quotes: DATE '%s'; a difference has spaces around its signs"
            .formatted(date));
  }

  private Literal signed(Token sign) {
    BigDecimal number = new BigDecimal(tokens.take().text());
    return new Literal(sign.isSymbol("-") ? number.negate() : number);
  }

  private Literal word(Token word) {
    if (word.isWord("NULL")) {
      return Literal.NULL;
    }
    if (word.isWord("TRUE") || word.isWord("FALSE")) {
      return new Literal(word.isWord("TRUE"));
    }
    String text = tokens.take().text();
    if (word.isWord("DATE")) {
      return new Literal(LocalDate.parse(text));
    }
    if (word.isWord("DOUBLE")) {
      return new Literal(Double.valueOf(text));
    }
    return new Literal(Timestamps.parse(text));
  }
}
