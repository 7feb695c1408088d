package org.tarnlake.crash;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Keeps thousands of warnings out of the output of tests that make things fail. */
public final class QuietLog implements BeforeAllCallback, AfterAllCallback {
  private static final Logger LOGGER = Logger.getLogger("org.tarnlake");

  @Override
  public void beforeAll(ExtensionContext context) {
    LOGGER.setLevel(Level.OFF);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    LOGGER.setLevel(null);
  }
}
