package org.tarnlake.predicate.evaluate;

/** How two numbers make a third. */
public enum ArithmeticOperator {
  PLUS("+"),
  MINUS("-"),
  TIMES("*"),
  DIVIDE("/"),
  REMAINDER("%");

  private final String text;

  ArithmeticOperator(String text) {
    this.text = text;
  }

  /** As SQL writes it. */
  public String text() {
    return text;
  }

  /** Whether it binds as loosely as {@code +}. */
  public boolean isSum() {
    return this == PLUS || this == MINUS;
  }
}
