package org.tarnlake.predicate;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.tarnlake.error.InvalidDataException;

/** Writes a predicate as SQL. Stateless. */
final class PredicateText {
  /** How deep a condition may nest: as text, and when it is bound or written. */
  static final int MAX_DEPTH = 200;

  private static final Pattern BARE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private PredicateText() {}

  static String of(Predicate predicate) {
    StringBuilder out = new StringBuilder();
    write(predicate, 0, out);
    return out.toString();
  }

  /** How tightly the outermost operator of a condition binds. */
  static Binding binding(Predicate predicate) {
    if (predicate instanceof Predicate.Or) {
      return Binding.OR;
    }
    if (predicate instanceof Predicate.And) {
      return Binding.AND;
    }
    if (predicate instanceof Predicate.Not not) {
      return not.operand() instanceof Predicate.IsNull || not.operand() instanceof Predicate.In
          ? Binding.TEST
          : Binding.NOT;
    }
    return predicate instanceof Predicate.Computed computed
        ? ExpressionText.binding(computed.expression())
        : Binding.TEST;
  }

  static InvalidDataException tooDeep() {
    return new InvalidDataException(
        "a condition or an expression nests at most %s levels deep; many operands of AND, OR or + nest only once"
            .formatted(MAX_DEPTH));
  }

  static void write(Predicate predicate, int depth, StringBuilder out) {
    if (depth > MAX_DEPTH) {
      throw tooDeep();
    }
    if (predicate instanceof Predicate.Comparison comparison) {
      out.append(column(comparison.column()))
          .append(' ')
          .append(comparison.operator().text())
          .append(' ')
          .append(comparison.literal().text());
    } else if (predicate instanceof Predicate.In in) {
      writeIn(in, " IN ", out);
    } else if (predicate instanceof Predicate.IsNull isNull) {
      out.append(column(isNull.column())).append(" IS NULL");
    } else if (predicate instanceof Predicate.StartsWith startsWith) {
      out.append("starts_with(")
          .append(column(startsWith.column()))
          .append(", ")
          .append(Literal.quoted(startsWith.prefix()))
          .append(')');
    } else if (predicate instanceof Predicate.And and) {
      writeAll(and.operands(), " AND ", depth, out);
    } else if (predicate instanceof Predicate.Or or) {
      writeAll(or.operands(), " OR ", depth, out);
    } else if (predicate instanceof Predicate.Not not) {
      writeNot(not.operand(), depth, out);
    } else if (predicate instanceof Predicate.Constant constant) {
      out.append(new Literal(constant.value()).text());
    } else if (predicate instanceof Predicate.Computed computed) {
      ExpressionText.write(computed.expression(), depth, out);
    } else {
      throw new AssertionError("no text for " + predicate);
    }
  }

  private static void writeNot(Predicate operand, int depth, StringBuilder out) {
    if (operand instanceof Predicate.IsNull isNull) {
      out.append(column(isNull.column())).append(" IS NOT NULL");
    } else if (operand instanceof Predicate.In in) {
      writeIn(in, " NOT IN ", out);
    } else {
      out.append("NOT ");
      writeNested(operand, depth, out);
    }
  }

  private static void writeIn(Predicate.In in, String operator, StringBuilder out) {
    out.append(column(in.column())).append(operator);
    out.append(in.values().stream().map(Literal::text).collect(Collectors.joining(", ", "(", ")")));
  }

  private static void writeAll(
      List<Predicate> operands, String operator, int depth, StringBuilder out) {
    for (int i = 0; i < operands.size(); i++) {
      out.append(i == 0 ? "" : operator);
      writeNested(operands.get(i), depth, out);
    }
  }

  private static void writeNested(Predicate operand, int depth, StringBuilder out) {
    boolean group = operand instanceof Predicate.And || operand instanceof Predicate.Or;
    out.append(group ? "(" : "");
    write(operand, depth + 1, out);
    out.append(group ? ")" : "");
  }

  /** A column's name or path, each part quoted unless the parser would read it bare. */
  static String column(String name) {
    return ColumnName.parse(name).parts().stream()
        .map(part -> isBare(part) ? part.name() : '"' + part.name().replace("\"", "\"\"") + '"')
        .collect(Collectors.joining("."));
  }

  private static boolean isBare(ColumnName.Part part) {
    return !part.quoted()
        && BARE.matcher(part.name()).matches()
        && !ExpressionLexer.isQuotedWord(part.name())
        && Function.ofWord(part.name()) == null;
  }
}
