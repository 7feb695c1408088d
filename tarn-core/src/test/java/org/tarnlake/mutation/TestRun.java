package org.tarnlake.mutation;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * What became of a named test. Immutable.
 *
 * @param started how many tests it consists of, at least
 * @param failures what failed, in words; empty if all passed
 */
record TestRun(long started, String failures) {
  /** What hangs would otherwise stop the build. */
  private static final long SECONDS_MAX = 120;

  /** Runs a test with the classes of a loader, in a thread of its own. */
  static TestRun of(NamedTest test, ClassLoader loader) throws InterruptedException {
    List<DiscoverySelector> selectors = test.selectors(loader);
    TestRun[] result = new TestRun[1];
    Thread thread = new Thread(() -> result[0] = run(selectors), test.toString());
    thread.setDaemon(true);
    thread.setContextClassLoader(loader);
    thread.start();
    thread.join(TimeUnit.SECONDS.toMillis(SECONDS_MAX));
    if (result[0] == null) {
      throw new AssertionError(test + " did not end; name one that fails at once");
    }
    return result[0];
  }

  private static TestRun run(List<DiscoverySelector> selectors) {
    Launcher launcher =
        LauncherFactory.create(
            LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .enableLauncherSessionListenerAutoRegistration(false)
                .build());
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    launcher.execute(
        LauncherDiscoveryRequestBuilder.request().selectors(selectors).build(), listener);
    TestExecutionSummary summary = listener.getSummary();
    return new TestRun(
        summary.getTestsStartedCount(),
        summary.getFailures().stream()
            .map(failure -> failure.getTestIdentifier() + ": " + failure.getException())
            .collect(Collectors.joining("\n")));
  }

  boolean hasFailed() {
    return !failures.isEmpty();
  }
}
