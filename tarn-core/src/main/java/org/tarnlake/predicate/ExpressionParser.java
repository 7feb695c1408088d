package org.tarnlake.predicate;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.predicate.ExpressionLexer.Kind;
import org.tarnlake.predicate.ExpressionLexer.Token;
import org.tarnlake.predicate.Predicate.Operator;
import org.tarnlake.predicate.Term.Step;
import org.tarnlake.predicate.evaluate.ArithmeticOperator;

/**
 * Reads an expression, of which a condition is one, by recursive descent, every level of nesting
 * counted. One thread at a time.
 *
 * <pre>{@code
 * or      = and { OR and }
 * and     = not { AND not }
 * not     = NOT not | test
 * test    = sum [ operator sum | IS [NOT] NULL | [NOT] IN ( [or { , or }] )
 *               | [NOT] BETWEEN sum AND sum | [NOT] LIKE string ]
 * sum     = product { (+ | -) product }
 * product = sign { (* | / | %) sign }
 * sign    = (+ | -) sign | primary
 * primary = ( or ) | literal | column | starts_with ( column , string )
 * }</pre>
 */
final class ExpressionParser {
  private static final Set<String> ENDS = Set.of(")", ",");
  private static final List<ArithmeticOperator> SUMS =
      Stream.of(ArithmeticOperator.values()).filter(ArithmeticOperator::isSum).toList();
  private static final List<ArithmeticOperator> PRODUCTS =
      Stream.of(ArithmeticOperator.values()).filter(each -> !each.isSum()).toList();

  private final TokenCursor tokens;
  private final LiteralParser literals;

  /** A parser of what errors call a condition or an expression. */
  ExpressionParser(String sql, String what) {
    tokens = new TokenCursor(sql, what);
    literals = new LiteralParser(tokens);
  }

  Expression parse() {
    Expression expression = or(0);
    if (tokens.peek().kind() != Kind.END) {
      throw tokens.expected("AND, OR or the end of the text");
    }
    int most = PredicateText.MAX_DEPTH + 1;
    if (Term.height(expression, most + 1) > most) {
      throw tokens.error(0, "nested deeper than %s levels".formatted(PredicateText.MAX_DEPTH));
    }
    return expression;
  }

  Predicate parseCondition() {
    return condition(parse());
  }

  /** What stands where a condition must; the next token is the one behind it. */
  private Predicate condition(Expression expression) {
    boolean isNumber = expression instanceof Term.Arithmetic || expression instanceof Term.Negated;
    if (isNumber || (expression instanceof Literal && Term.isComputed(expression))) {
      throw tokens.expected(
          "a comparison such as = or < after " + (isNumber ? "a computed value" : "a literal"));
    }
    return Predicate.of(expression);
  }

  private Expression or(int depth) {
    Expression first = and(depth);
    if (!tokens.peek().isWord("OR")) {
      return first;
    }
    List<Predicate> operands = new ArrayList<>(List.of(condition(first)));
    while (tokens.takeWord("OR")) {
      operands.add(condition(and(depth)));
    }
    return Expression.of(new Predicate.Or(operands));
  }

  private Expression and(int depth) {
    Expression first = not(depth);
    if (!tokens.peek().isWord("AND")) {
      return first;
    }
    List<Predicate> operands = new ArrayList<>(List.of(condition(first)));
    while (tokens.takeWord("AND")) {
      operands.add(condition(not(depth)));
    }
    return Expression.of(new Predicate.And(operands));
  }

  private Expression not(int depth) {
    int start = tokens.peek().start();
    if (tokens.takeWord("NOT")) {
      return Expression.of(new Predicate.Not(condition(not(deeper(depth, start)))));
    }
    return test(depth);
  }

  private Expression test(int depth) {
    int start = tokens.peek().start();
    Expression operand = sum(depth, "a column, a literal, NOT or '('");
    Operator operator = tokens.takeOperator();
    if (operator != null) {
      Expression right = sum(depth, "a value after " + operator.text());
      return compare(start, operand, operator, right);
    }
    if (tokens.takeWord("IS")) {
      boolean not = tokens.takeWord("NOT");
      tokens.requireWord("NULL");
      return negatedIf(not, Term.isNull(operand));
    }
    boolean not = tokens.takeWord("NOT");
    if (tokens.takeWord("IN")) {
      return negatedIf(not, Term.in(operand, list(depth)));
    }
    if (tokens.takeWord("LIKE")) {
      return negatedIf(not, like(operand));
    }
    if (tokens.takeWord("BETWEEN")) {
      Expression low = sum(depth, "a value after BETWEEN");
      tokens.requireWord("AND");
      Expression high = sum(depth, "a value after AND");
      return negatedIf(not, Term.between(operand, low, high));
    }
    if (not) {
      throw tokens.expected("IN, LIKE or BETWEEN after NOT");
    }
    requireEnd(operand);
    return operand;
  }

  private Expression compare(int start, Expression left, Operator operator, Expression right) {
    try {
      return Term.compare(left, operator, right);
    } catch (InvalidDataException e) {
      throw tokens.error(start, String.valueOf(e.getMessage()));
    }
  }

  /** Behind a value stands something that takes it up, or what comes after an expression. */
  private void requireEnd(Expression value) {
    Token next = tokens.peek();
    boolean ends =
        next.kind() == Kind.END
            || (next.kind() == Kind.SYMBOL && ENDS.contains(next.text()))
            || next.isWord("AND")
            || next.isWord("OR");
    if (!ends) {
      throw tokens.expected(
          value instanceof Term.Column
              ? "a comparison such as = or <, or IN, LIKE, BETWEEN or IS after a column"
              : "a comparison such as = or <, AND, OR or the end of the text");
    }
  }

  private static Expression negatedIf(boolean negated, Expression expression) {
    return negated ? Expression.of(new Predicate.Not(Predicate.of(expression))) : expression;
  }

  private List<Expression> list(int depth) {
    int start = tokens.peek().start();
    tokens.requireSymbol("(");
    List<Expression> values = new ArrayList<>();
    if (!tokens.takeSymbol(")")) {
      do {
        values.add(value(deeper(depth, start)));
      } while (tokens.takeSymbol(","));
      tokens.requireSymbol(")");
    }
    return values;
  }

  private Expression value(int depth) {
    return or(depth);
  }

  private Expression like(Expression operand) {
    Token token = tokens.peek();
    String pattern = tokens.requireString("a pattern as a string");
    boolean prefix = pattern.endsWith("%");
    String fixed = prefix ? pattern.substring(0, pattern.length() - 1) : pattern;
    // What a backslash means differs from one database to the next.
    if (fixed.indexOf('%') >= 0 || fixed.indexOf('_') >= 0 || fixed.indexOf('\\') >= 0) {
      throw tokens.error(
          token.start(),
          "LIKE takes a pattern without %, _ and \\ but for one % at its end; to match these characters themselves use = or starts_with(column, 'prefix'), and filter other patterns after reading");
    }
    if (tokens.peek().isWord("ESCAPE")) {
      throw tokens.error(
          tokens.peek().start(), "LIKE has no ESCAPE here; use starts_with(column, 'prefix')");
    }
    if (!(operand instanceof Term.Column column)) {
      throw tokens.error(token.start(), "LIKE stands behind a column");
    }
    return Expression.of(
        prefix
            ? new Predicate.StartsWith(column.name(), fixed)
            : new Predicate.Comparison(column.name(), Operator.EQ, new Literal(fixed)));
  }

  private Expression sum(int depth, String what) {
    Expression first = product(depth, what);
    List<Step> steps = new ArrayList<>();
    for (ArithmeticOperator next = operator(SUMS); next != null; next = operator(SUMS)) {
      steps.add(new Step(next, product(depth, "a value after " + next.text())));
    }
    return steps.isEmpty() ? first : Term.arithmetic(first, steps);
  }

  private Expression product(int depth, String what) {
    Expression first = sign(depth, what);
    List<Step> steps = new ArrayList<>();
    for (ArithmeticOperator next = operator(PRODUCTS); next != null; next = operator(PRODUCTS)) {
      steps.add(new Step(next, sign(depth, "a value after " + next.text())));
    }
    return steps.isEmpty() ? first : Term.arithmetic(first, steps);
  }

  private @Nullable ArithmeticOperator operator(List<ArithmeticOperator> possible) {
    for (ArithmeticOperator operator : possible) {
      if (tokens.takeSymbol(operator.text())) {
        return operator;
      }
    }
    return null;
  }

  private Expression sign(int depth, String what) {
    Token token = tokens.peek();
    if (literals.isNext()) {
      return literals.parse();
    }
    if (tokens.takeSymbol("-")) {
      return new Term.Negated(sign(deeper(depth, token.start()), "a value after '-'"));
    }
    if (tokens.takeSymbol("+")) {
      return sign(deeper(depth, token.start()), "a value after '+'");
    }
    return primary(depth, what);
  }

  private Expression primary(int depth, String what) {
    Token token = tokens.peek();
    if (tokens.takeSymbol("(")) {
      Expression inside = or(deeper(depth, token.start()));
      tokens.requireSymbol(")");
      return inside;
    }
    if (token.isWord("starts_with") && tokens.peek(1).isSymbol("(")) {
      return startsWith();
    }
    if (token.kind() == Kind.WORD && tokens.peek(1).isSymbol("(")) {
      throw tokens.error(
          token.start(),
          token.shown()
              + " is no known function; there is starts_with(column, 'x'), others wait until Tarn runs SQL");
    }
    if (isColumn()) {
      return column();
    }
    throw tokens.expected(what);
  }

  private int deeper(int depth, int position) {
    if (depth == PredicateText.MAX_DEPTH) {
      throw tokens.error(position, "nested deeper than %s levels".formatted(depth));
    }
    return depth + 1;
  }

  private Expression startsWith() {
    tokens.take();
    tokens.take();
    if (!isColumn()) {
      throw tokens.expected("a column");
    }
    String column = column().name();
    tokens.requireSymbol(",");
    String prefix = tokens.requireString("the prefix as a string");
    tokens.requireSymbol(")");
    return Expression.of(new Predicate.StartsWith(column, prefix));
  }

  private boolean isColumn() {
    Token token = tokens.peek();
    return token.kind() == Kind.QUOTED_NAME
        || (token.kind() == Kind.WORD && !ExpressionLexer.isReserved(token.text()));
  }

  private Term.Column column() {
    List<ColumnName.Part> parts =
        new ArrayList<>(List.of(ColumnName.Part.of(tokens.take().text())));
    while (tokens.takeSymbol(".")) {
      Token part = tokens.peek();
      if (part.kind() != Kind.QUOTED_NAME && part.kind() != Kind.WORD) {
        throw tokens.expected("the name of a field after '.'");
      }
      parts.add(ColumnName.Part.of(tokens.take().text()));
    }
    return new Term.Column(new ColumnName(parts).text());
  }
}
