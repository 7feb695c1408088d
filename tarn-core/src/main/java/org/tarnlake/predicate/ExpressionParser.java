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
 *               | [NOT] BETWEEN sum AND sum | [NOT] LIKE string [ESCAPE string] ]
 * sum     = product { (+ | - | ||) product }
 * product = sign { (* | / | %) sign }
 * sign    = (+ | -) sign | primary
 * primary = ( or ) | literal | column | case | call
 * }</pre>
 */
final class ExpressionParser {
  private static final Set<String> ENDS = Set.of(")", ",");
  private static final List<String> WORDS_BEHIND =
      List.of("AND", "OR", "WHEN", "THEN", "ELSE", "END", "AS", "FROM");

  /** What may stand behind a column named "case", and not behind the word. */
  private static final Set<String> WORDS_BEHIND_NAME =
      Set.of("AND", "OR", "IN", "IS", "LIKE", "BETWEEN");

  private static final List<ArithmeticOperator> SUMS =
      Stream.of(ArithmeticOperator.values()).filter(ArithmeticOperator::isSum).toList();
  private static final List<ArithmeticOperator> PRODUCTS =
      Stream.of(ArithmeticOperator.values()).filter(each -> !each.isSum()).toList();

  private final TokenCursor tokens;
  private final LiteralParser literals;
  private final CallParser calls;

  /** A parser of what errors call a condition or an expression. */
  ExpressionParser(String sql, String what) {
    tokens = new TokenCursor(sql, what);
    literals = new LiteralParser(tokens);
    calls = new CallParser(tokens, this::value);
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
            || WORDS_BEHIND.stream().anyMatch(next::isWord);
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
        values.add(value(depth, start));
      } while (tokens.takeSymbol(","));
      tokens.requireSymbol(")");
    }
    return values;
  }

  /** An expression inside another, such as an argument. */
  private Expression value(int depth, int start) {
    return or(deeper(depth, start));
  }

  private Expression like(Expression operand) {
    Token token = tokens.peek();
    String pattern = tokens.requireString("a pattern as a string");
    String escape = null;
    if (tokens.takeWord("ESCAPE")) {
      Token character = tokens.peek();
      escape = tokens.requireString("one character as a string");
      if (escape.codePointCount(0, escape.length()) != 1) {
        throw tokens.error(character.start(), "ESCAPE takes one character");
      }
    } else if (pattern.indexOf('\\') >= 0) {
      // What a backslash means differs from one database to the next.
      throw tokens.error(
          token.start(),
          "say what \\ means in this pattern: ESCAPE '\\' lets it stand before % and _ that mean themselves, ESCAPE '!' makes it a character like any other");
    }
    Literal.requireText(pattern);
    try {
      return Term.like(operand, pattern, escape);
    } catch (IllegalArgumentException e) {
      throw tokens.error(token.start(), String.valueOf(e.getMessage()));
    }
  }

  private Expression sum(int depth, String what) {
    Expression first = arithmetic(product(depth, what), depth);
    while (tokens.peek().isSymbol("||")) {
      List<Expression> parts = new ArrayList<>(List.of(first));
      while (tokens.takeSymbol("||")) {
        parts.add(product(depth, "a value after ||"));
      }
      first = arithmetic(Term.call(Function.CONCAT, parts), depth);
    }
    return first;
  }

  private Expression arithmetic(Expression first, int depth) {
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
    if (token.kind() == Kind.WORD && tokens.peek(1).isSymbol("(") && !isCase()) {
      return calls.parse(depth);
    }
    if (isCase()) {
      return cases(depth);
    }
    Function function = token.kind() == Kind.WORD ? Function.ofWord(token.text()) : null;
    if (function != null && !tokens.peek(1).isSymbol(".")) {
      return new Term.Word(tokens.take().text(), function);
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

  /** Whether the word CASE comes next, and not a column of that name. */
  private boolean isCase() {
    Token next = tokens.peek(tokens.peek(1).isWord("NOT") ? 2 : 1);
    boolean isBehindName =
        next.kind() == Kind.END
            || (next.kind() == Kind.SYMBOL && !Set.of("(", "-", "+").contains(next.text()))
            || WORDS_BEHIND_NAME.stream().anyMatch(next::isWord);
    return tokens.peek().isWord("CASE") && !isBehindName;
  }

  private Expression cases(int depth) {
    int start = tokens.take().start();
    Expression operand = tokens.peek().isWord("WHEN") ? null : value(depth, start);
    List<Term.When> branches = new ArrayList<>();
    tokens.requireWord("WHEN");
    do {
      Expression when = value(depth, start);
      if (operand == null) {
        when = Expression.of(condition(when));
      }
      tokens.requireWord("THEN");
      branches.add(new Term.When(when, value(depth, start)));
    } while (tokens.takeWord("WHEN"));
    Expression otherwise = tokens.takeWord("ELSE") ? value(depth, start) : null;
    tokens.requireWord("END");
    return new Term.Case(operand, branches, otherwise);
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
