package org.tarnlake.cli;

import java.util.Locale;

/** How rows are written. */
enum OutputFormat {
  TABLE,
  CSV,
  JSON;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
