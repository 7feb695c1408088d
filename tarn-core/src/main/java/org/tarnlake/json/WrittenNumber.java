package org.tarnlake.json;

import java.math.BigDecimal;

/** A number that knows how it was written, and is written so again, such as 1e3. Immutable. */
public final class WrittenNumber extends BigDecimal {
  private static final long serialVersionUID = 1L;

  private final String text;

  WrittenNumber(BigDecimal number, String text) {
    super(number.unscaledValue(), number.scale());
    this.text = text;
  }

  /** Whether it is a zero with a minus in front, which only a double keeps. */
  public boolean isNegativeZero() {
    return signum() == 0 && text.startsWith("-");
  }

  @Override
  public String toString() {
    return text;
  }
}
