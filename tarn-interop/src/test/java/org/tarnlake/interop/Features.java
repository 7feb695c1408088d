package org.tarnlake.interop;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Prints what was seen when all tests have ended: a line for each of them, which are named "engine:
 * feature". Safe for many threads.
 */
final class Features implements BeforeAllCallback, TestWatcher {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(Features.class);

  /** What JUnit closes after the last test. */
  private static final class Seen implements AutoCloseable {
    private final Map<String, String> results = new TreeMap<>();

    synchronized void add(String feature, String result) {
      results.put(feature, result);
    }

    @Override
    public synchronized void close() {
      StringBuilder table = new StringBuilder("\nSeen in this run:\n");
      results.forEach((feature, result) -> table.append("  %-9s %s%n".formatted(result, feature)));
      System.out.println(table);
    }
  }

  private static Seen seen(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(Seen.class, key -> new Seen(), Seen.class);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    seen(context);
  }

  @Override
  public void testSuccessful(ExtensionContext context) {
    seen(context).add(context.getDisplayName(), "works");
  }

  @Override
  public void testFailed(ExtensionContext context, Throwable cause) {
    seen(context).add(context.getDisplayName(), "FAILS");
  }

  @Override
  public void testAborted(ExtensionContext context, Throwable cause) {
    seen(context).add(context.getDisplayName(), "not run");
  }

  @Override
  public void testDisabled(ExtensionContext context, Optional<String> reason) {
    seen(context).add(context.getDisplayName(), "not run");
  }
}
