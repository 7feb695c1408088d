package org.tarnlake.predicate;

/** How tightly operators bind their operands, from the loosest on. */
enum Binding {
  OR,
  AND,
  NOT,
  /** Comparisons, IN, LIKE, BETWEEN and IS, none of which is an operand of another. */
  TEST,
  SUM,
  PRODUCT,
  SIGN,
  /** What stands by itself: a name, a literal, a call, parentheses. */
  NAME
}
