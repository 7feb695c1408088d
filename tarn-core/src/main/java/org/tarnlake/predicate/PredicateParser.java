package org.tarnlake.predicate;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.predicate.Predicate.Comparison;
import org.tarnlake.predicate.Predicate.Operator;
import org.tarnlake.predicate.PredicateLexer.Kind;
import org.tarnlake.predicate.PredicateLexer.Token;

/**
 * Reads a condition by recursive descent, every level of nesting counted. One thread at a time.
 *
 * <pre>{@code
 * or      = and { OR and }
 * and     = not { AND not }
 * not     = NOT not | primary
 * primary = ( or ) | TRUE | FALSE | NULL | starts_with ( column , string )
 *         | literal operator column | column [ test ]
 * test    = operator literal | [NOT] IN ( literals ) | [NOT] LIKE string
 *         | [NOT] BETWEEN literal AND literal | IS [NOT] NULL
 * }</pre>
 */
final class PredicateParser {
  private final PredicateLexer lexer;
  private final List<Token> tokens;
  private int at;

  PredicateParser(String sql) {
    lexer = new PredicateLexer(sql);
    tokens = lexer.tokens();
  }

  Predicate parse() {
    Predicate predicate = or(0);
    if (peek().kind() != Kind.END) {
      throw expected("AND, OR or the end of the text" + hintOfDate());
    }
    return predicate;
  }

  private Predicate or(int depth) {
    List<Predicate> operands = new ArrayList<>(List.of(and(depth)));
    while (takeWord("OR")) {
      operands.add(and(depth));
    }
    return operands.size() == 1 ? operands.get(0) : new Predicate.Or(operands);
  }

  private Predicate and(int depth) {
    List<Predicate> operands = new ArrayList<>(List.of(not(depth)));
    while (takeWord("AND")) {
      operands.add(not(depth));
    }
    return operands.size() == 1 ? operands.get(0) : new Predicate.And(operands);
  }

  private Predicate not(int depth) {
    int start = peek().start();
    if (takeWord("NOT")) {
      return new Predicate.Not(not(deeper(depth, start)));
    }
    return primary(depth);
  }

  private Predicate primary(int depth) {
    Token token = peek();
    if (takeSymbol("(")) {
      Predicate predicate = or(deeper(depth, token.start()));
      requireSymbol(")");
      return predicate;
    }
    if (token.isWord("starts_with") && peek(1).isSymbol("(")) {
      return startsWith();
    }
    if (token.kind() == Kind.WORD && peek(1).isSymbol("(")) {
      throw lexer.error(
          token.start(),
          token.shown()
              + " is no known function; there is starts_with(column, 'x'), others wait until Tarn runs SQL");
    }
    if (isLiteral()) {
      return literalFirst();
    }
    if (isColumn()) {
      return test(column());
    }
    throw expected("a column, a literal, NOT or '('");
  }

  private int deeper(int depth, int position) {
    if (depth == PredicateText.MAX_DEPTH) {
      throw lexer.error(position, "nested deeper than %s levels".formatted(depth));
    }
    return depth + 1;
  }

  private Predicate startsWith() {
    at += 2;
    String column = requireColumn();
    requireSymbol(",");
    String prefix = requireString("the prefix as a string");
    requireSymbol(")");
    return new Predicate.StartsWith(column, prefix);
  }

  private Predicate literalFirst() {
    int start = peek().start();
    Literal left = literal();
    Operator operator = takeOperator();
    if (operator == null) {
      if (left.isNull()) {
        return new Predicate.Constant(null);
      }
      if (left.value() instanceof Boolean flag) {
        return new Predicate.Constant(flag);
      }
      throw expected("a comparison such as = or < after a literal");
    }
    if (isColumn()) {
      return new Comparison(column(), operator.flipped(), left);
    }
    Literal right = requireLiteral("a column or a literal after " + operator.text());
    try {
      return new Predicate.Constant(LiteralOrder.test(left, operator, right));
    } catch (InvalidDataException e) {
      throw lexer.error(start, String.valueOf(e.getMessage()));
    }
  }

  private Predicate test(String column) {
    Operator operator = takeOperator();
    if (operator != null) {
      if (isColumn()) {
        Token other = peek();
        throw lexer.error(
            other.start(),
            "a condition compares a column with a literal, not with another column; text stands in single quotes");
      }
      Literal literal = requireLiteral("a literal after " + operator.text());
      return new Comparison(column, operator, literal);
    }
    if (takeWord("IS")) {
      boolean not = takeWord("NOT");
      requireWord("NULL");
      return negatedIf(not, new Predicate.IsNull(column));
    }
    boolean not = takeWord("NOT");
    if (takeWord("IN")) {
      return negatedIf(not, in(column));
    }
    if (takeWord("LIKE")) {
      return negatedIf(not, like(column));
    }
    if (takeWord("BETWEEN")) {
      Literal low = requireLiteral("a literal after BETWEEN");
      requireWord("AND");
      Literal high = requireLiteral("a literal after AND");
      return negatedIf(
          not,
          new Predicate.And(
              List.of(
                  new Comparison(column, Operator.GE, low),
                  new Comparison(column, Operator.LE, high))));
    }
    Token next = peek();
    boolean ends =
        next.kind() == Kind.END || next.isSymbol(")") || next.isWord("AND") || next.isWord("OR");
    if (not || !ends) {
      throw expected(
          not
              ? "IN, LIKE or BETWEEN after NOT"
              : "a comparison such as = or <, or IN, LIKE, BETWEEN or IS after a column");
    }
    return new Comparison(column, Operator.EQ, new Literal(true));
  }

  private static Predicate negatedIf(boolean negated, Predicate predicate) {
    return negated ? new Predicate.Not(predicate) : predicate;
  }

  private Predicate in(String column) {
    requireSymbol("(");
    List<Literal> values = new ArrayList<>();
    if (!takeSymbol(")")) {
      do {
        values.add(requireLiteral("a literal"));
      } while (takeSymbol(","));
      requireSymbol(")");
    }
    return new Predicate.In(column, values);
  }

  private Predicate like(String column) {
    Token token = peek();
    String pattern = requireString("a pattern as a string");
    boolean prefix = pattern.endsWith("%");
    String fixed = prefix ? pattern.substring(0, pattern.length() - 1) : pattern;
    // What a backslash means differs from one database to the next.
    if (fixed.indexOf('%') >= 0 || fixed.indexOf('_') >= 0 || fixed.indexOf('\\') >= 0) {
      throw lexer.error(
          token.start(),
          "LIKE takes a pattern without %, _ and \\ but for one % at its end; to match these characters themselves use = or starts_with(column, 'prefix'), and filter other patterns after reading");
    }
    if (peek().isWord("ESCAPE")) {
      throw lexer.error(
          peek().start(), "LIKE has no ESCAPE here; use starts_with(column, 'prefix')");
    }
    return prefix
        ? new Predicate.StartsWith(column, fixed)
        : new Comparison(column, Operator.EQ, new Literal(fixed));
  }

  private boolean isColumn() {
    Token token = peek();
    return token.kind() == Kind.QUOTED_NAME
        || (token.kind() == Kind.WORD
            && !PredicateLexer.isReserved(token.text())
            && !isTypedLiteral());
  }

  private String column() {
    List<ColumnName.Part> parts = new ArrayList<>(List.of(ColumnName.Part.of(take().text())));
    while (takeSymbol(".")) {
      Token part = peek();
      if (part.kind() != Kind.QUOTED_NAME && part.kind() != Kind.WORD) {
        throw expected("the name of a field after '.'");
      }
      parts.add(ColumnName.Part.of(take().text()));
    }
    return new ColumnName(parts).text();
  }

  private String requireColumn() {
    if (!isColumn()) {
      throw expected("a column");
    }
    return column();
  }

  private boolean isLiteral() {
    Token token = peek();
    return switch (token.kind()) {
      case NUMBER, STRING, HEX -> true;
      case SYMBOL -> token.isSymbol("-") || token.isSymbol("+");
      case WORD ->
          token.isWord("TRUE") || token.isWord("FALSE") || token.isWord("NULL") || isTypedLiteral();
      case QUOTED_NAME, END -> false;
    };
  }

  private boolean isTypedLiteral() {
    Token token = peek();
    return peek(1).kind() == Kind.STRING
        && (token.isWord("DATE") || token.isWord("TIMESTAMP") || token.isWord("DOUBLE"));
  }

  private Literal requireLiteral(String what) {
    if (!isLiteral()) {
      throw expected(what);
    }
    return literal();
  }

  private Literal literal() {
    Token token = take();
    try {
      return switch (token.kind()) {
        case NUMBER -> new Literal(new BigDecimal(token.text()));
        case STRING -> new Literal(token.text());
        case HEX -> new Literal(HexFormat.of().parseHex(token.text()));
        case SYMBOL -> signed(token);
        case WORD -> wordLiteral(token);
        case QUOTED_NAME, END -> throw new AssertionError(token);
      };
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw lexer.error(token.start(), token.shown() + " is no valid literal");
    } catch (DateTimeException e) {
      throw lexer.error(
          token.start(),
          "this is no %s; write %s"
              .formatted(
                  token.isWord("DATE") ? "date" : "timestamp",
                  token.isWord("DATE")
                      ? "DATE '2024-05-01'"
                      : "TIMESTAMP '2024-05-01 10:00:00' or, with an offset, TIMESTAMP '2024-05-01T10:00:00.5Z'"));
    }
  }

  private Literal signed(Token sign) {
    if (peek().kind() != Kind.NUMBER) {
      throw expected("a number after '" + sign.text() + "'");
    }
    BigDecimal number = new BigDecimal(take().text());
    return new Literal(sign.isSymbol("-") ? number.negate() : number);
  }

  private Literal wordLiteral(Token word) {
    if (word.isWord("NULL")) {
      return Literal.NULL;
    }
    if (word.isWord("TRUE") || word.isWord("FALSE")) {
      return new Literal(word.isWord("TRUE"));
    }
    String text = take().text();
    if (word.isWord("DATE")) {
      return new Literal(LocalDate.parse(text));
    }
    if (word.isWord("DOUBLE")) {
      return new Literal(Double.valueOf(text));
    }
    return new Literal(Timestamps.parse(text));
  }

  private @Nullable Operator takeOperator() {
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

  private String requireString(String what) {
    if (peek().kind() != Kind.STRING) {
      throw expected(what);
    }
    return take().text();
  }

  private boolean takeWord(String word) {
    boolean found = peek().isWord(word);
    at += found ? 1 : 0;
    return found;
  }

  private boolean takeSymbol(String symbol) {
    boolean found = peek().isSymbol(symbol);
    at += found ? 1 : 0;
    return found;
  }

  private void requireWord(String word) {
    if (!takeWord(word)) {
      throw expected(word);
    }
  }

  private void requireSymbol(String symbol) {
    if (!takeSymbol(symbol)) {
      throw expected("'" + symbol + "'");
    }
  }

  private Token take() {
    return tokens.get(at++);
  }

  private Token peek() {
    return peek(0);
  }

  private Token peek(int ahead) {
    return tokens.get(Math.min(at + ahead, tokens.size() - 1));
  }

  /** A date without quotes, 2024-05-01, is a number with a minus behind it. */
  private String hintOfDate() {
    boolean isDate = at > 0 && tokens.get(at - 1).kind() == Kind.NUMBER && peek().isSymbol("-");
    return isDate ? " (a date or a time stands in single quotes)" : "";
  }

  private InvalidDataException expected(String what) {
    return lexer.error(peek().start(), "expected " + what + ", found " + peek().shown());
  }
}
