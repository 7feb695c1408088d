package org.tarnlake.predicate;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.predicate.ExpressionLexer.Kind;
import org.tarnlake.predicate.ExpressionLexer.Token;
import org.tarnlake.predicate.Predicate.Operator;

/** Goes through the tokens of a text. One thread at a time. */
final class TokenCursor {
  private final ExpressionLexer lexer;
  private final List<Token> tokens;
  private int at;

  /** A cursor before the first token of what errors call a condition or an expression. */
  TokenCursor(String sql, String what) {
    lexer = new ExpressionLexer(sql, what);
    tokens = lexer.tokens();
  }

  Token take() {
    return tokens.get(at++);
  }

  Token peek() {
    return peek(0);
  }

  Token peek(int ahead) {
    return tokens.get(Math.min(at + ahead, tokens.size() - 1));
  }

  boolean takeWord(String word) {
    boolean found = peek().isWord(word);
    at += found ? 1 : 0;
    return found;
  }

  boolean takeSymbol(String symbol) {
    boolean found = peek().isSymbol(symbol);
    at += found ? 1 : 0;
    return found;
  }

  void requireWord(String word) {
    if (!takeWord(word)) {
      throw expected(word);
    }
  }

  void requireSymbol(String symbol) {
    if (!takeSymbol(symbol)) {
      throw expected("'" + symbol + "'");
    }
  }

  String requireString(String what) {
    if (peek().kind() != Kind.STRING) {
      throw expected(what);
    }
    return take().text();
  }

  @Nullable Operator takeOperator() {
    Operator operator =
        peek().kind() != Kind.SYMBOL
            ? null
            : switch (peek().text()) {
              case "=", "==" -> Operator.EQ;
              case "<>", "!=" -> Operator.NE;
              case "<" -> Operator.LT;
              case "<=" -> Operator.LE;
              case ">" -> Operator.GT;
              case ">=" -> Operator.GE;
              default -> null;
            };
    if (operator != null) {
      at++;
    }
    return operator;
  }

  /** An error that tells what the next token should have been. */
  InvalidDataException expected(String what) {
    return lexer.error(peek().start(), "expected " + what + ", found " + peek().shown());
  }

  InvalidDataException error(int position, String problem) {
    return lexer.error(position, problem);
  }
}
