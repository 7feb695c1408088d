package org.tarnlake.predicate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes an expression as SQL, with no more parentheses than are needed. Stateless. */
final class ExpressionText {
  private ExpressionText() {}

  static String of(Expression expression) {
    StringBuilder out = new StringBuilder();
    write(expression, 0, out);
    return out.toString();
  }

  static Binding binding(Expression expression) {
    if (expression instanceof Term.Condition condition) {
      return PredicateText.binding(condition.predicate());
    }
    if (expression instanceof Term.Arithmetic arithmetic) {
      return arithmetic.steps().get(0).operator().isSum() ? Binding.SUM : Binding.PRODUCT;
    }
    if (expression instanceof Term.Negated) {
      return Binding.SIGN;
    }
    return expression instanceof Term.Compared
            || expression instanceof Term.Between
            || expression instanceof Term.OneOf
            || expression instanceof Term.IsNull
            || expression instanceof Term.Like
        ? Binding.TEST
        : isJoin(expression) ? Binding.SUM : Binding.NAME;
  }

  /** Whether strings are joined by {@code ||}. */
  private static boolean isJoin(Expression expression) {
    return expression instanceof Term.Call call
        && call.function() == Function.CONCAT
        && call.arguments().size() > 1;
  }

  static void write(Expression expression, int depth, StringBuilder out) {
    if (depth > PredicateText.MAX_DEPTH) {
      throw PredicateText.tooDeep();
    }
    int inside = depth + 1;
    if (expression instanceof Literal literal) {
      out.append(literal.text());
    } else if (expression instanceof Term.Word word) {
      out.append(word.name());
    } else if (expression instanceof Term.Column column) {
      out.append(PredicateText.column(column.name()));
    } else if (expression instanceof Term.Condition condition) {
      PredicateText.write(condition.predicate(), depth, out);
    } else if (expression instanceof Term.Negated negated) {
      out.append('-');
      // Two signs would start a comment elsewhere, and -5 is a literal.
      boolean bare = binding(negated.operand()) == Binding.NAME && !isNumber(negated.operand());
      operand(negated.operand(), bare ? Binding.NAME : null, inside, out);
    } else if (expression instanceof Term.Arithmetic arithmetic) {
      Binding binding = binding(arithmetic);
      Binding tighter = binding == Binding.SUM ? Binding.PRODUCT : Binding.SIGN;
      operand(arithmetic.first(), binding, inside, out);
      for (Term.Step step : arithmetic.steps()) {
        out.append(' ').append(step.operator().text()).append(' ');
        operand(step.operand(), tighter, inside, out);
      }
    } else if (expression instanceof Term.Compared compared) {
      operand(compared.left(), Binding.SUM, inside, out);
      out.append(' ').append(compared.operator().text()).append(' ');
      operand(compared.right(), Binding.SUM, inside, out);
    } else if (expression instanceof Term.Between between) {
      operand(between.operand(), Binding.SUM, inside, out);
      out.append(" BETWEEN ");
      operand(between.low(), Binding.SUM, inside, out);
      out.append(" AND ");
      operand(between.high(), Binding.SUM, inside, out);
    } else if (expression instanceof Term.OneOf oneOf) {
      operand(oneOf.operand(), Binding.SUM, inside, out);
      out.append(" IN (");
      all(oneOf.values(), inside, out);
      out.append(')');
    } else if (expression instanceof Term.IsNull isNull) {
      operand(isNull.operand(), Binding.SUM, inside, out);
      out.append(" IS NULL");
    } else if (expression instanceof Term.Like like) {
      operand(like.operand(), Binding.SUM, inside, out);
      out.append(" LIKE ").append(Literal.quoted(like.pattern()));
      out.append(like.escape() == null ? "" : " ESCAPE " + Literal.quoted(like.escape()));
    } else if (expression instanceof Term.Cast cast) {
      out.append("cast(");
      write(cast.operand(), inside, out);
      out.append(" AS ").append(cast.type().text()).append(')');
    } else if (expression instanceof Term.Call call) {
      call(call, inside, out);
    } else if (expression instanceof Term.Case cases) {
      cases(cases, inside, out);
    } else {
      throw new AssertionError("no text for " + expression.getClass());
    }
  }

  private static void call(Term.Call call, int depth, StringBuilder out) {
    if (!isJoin(call)) {
      out.append(call.function().text()).append('(');
      all(call.arguments(), depth, out);
      out.append(')');
      return;
    }
    operand(call.arguments().get(0), Binding.SUM, depth, out);
    for (Expression each : call.arguments().subList(1, call.arguments().size())) {
      out.append(" || ");
      operand(each, Binding.PRODUCT, depth, out);
    }
  }

  private static void cases(Term.Case cases, int depth, StringBuilder out) {
    out.append("CASE ");
    if (cases.operand() != null) {
      write(cases.operand(), depth, out);
      out.append(' ');
    }
    for (Term.When branch : cases.branches()) {
      out.append("WHEN ");
      write(branch.when(), depth, out);
      out.append(" THEN ");
      write(branch.then(), depth, out);
      out.append(' ');
    }
    if (cases.otherwise() != null) {
      out.append("ELSE ");
      write(cases.otherwise(), depth, out);
      out.append(' ');
    }
    out.append("END");
  }

  private static boolean isNumber(Expression expression) {
    return expression instanceof Literal literal && literal.value() instanceof Number;
  }

  private static void all(List<Expression> expressions, int depth, StringBuilder out) {
    for (int i = 0; i < expressions.size(); i++) {
      out.append(i == 0 ? "" : ", ");
      write(expressions.get(i), depth, out);
    }
  }

  /** An operand, in parentheses unless it binds at least as tightly as told; null for always. */
  private static void operand(
      Expression expression, @Nullable Binding least, int depth, StringBuilder out) {
    boolean group = least == null || binding(expression).compareTo(least) < 0;
    out.append(group ? "(" : "");
    write(expression, depth, out);
    out.append(group ? ")" : "");
  }
}
