package org.tarnlake.simulation;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs many seeds, or looks at one: {@code ./campaign.sh simulation [--option=value...]}.
 * Stateless.
 *
 * <ul>
 *   <li>{@code --seeds=N}, {@code --from=M}, {@code --threads=T}: N seeds from M on, T at a time
 *   <li>{@code --seed=S} and what a failure prints beside it: that run, with its trace
 * </ul>
 *
 * <p>Ends with status 1 if a seed fails, 2 if it is asked for what it does not know.
 */
public final class Campaign {
  private static final Set<String> OPTIONS =
      Set.of("seeds", "from", "threads", "seed", "schedule", "turns", "faults");
  private static final long TOLD_NANOS = Duration.ofSeconds(10).toNanos();

  private Campaign() {}

  public static void main(String[] arguments) {
    Map<String, String> options = new HashMap<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      String name = equals < 0 ? argument : argument.substring(0, equals);
      if (equals < 0 || !name.startsWith("--") || !OPTIONS.contains(name.substring(2))) {
        System.err.println("no such option: " + argument + "; there are " + OPTIONS);
        System.exit(2);
      }
      options.put(name.substring(2), argument.substring(equals + 1));
    }
    System.exit(options.containsKey("seed") ? one(options) : many(options));
  }

  private static int one(Map<String, String> options) {
    Scenario scenario =
        new Scenario(
            Long.parseLong(options.get("seed")),
            Integer.parseInt(options.getOrDefault("schedule", "0")),
            Scenario.list(options.get("turns")),
            Scenario.list(options.get("faults")));
    Result result = new World(scenario, new Carrier.Pool(), Cloud.Lie.NONE, true).run();
    System.out.println(Conditions.of(scenario.seed()));
    result.trace().lines().forEach(System.out::println);
    System.out.printf("trace %016x%n", result.trace().hash());
    Throwable failure = result.failure();
    if (failure != null) {
      failure.printStackTrace(System.out);
    }
    return failure == null ? 0 : 1;
  }

  private static int many(Map<String, String> options) {
    long from = Long.parseLong(options.getOrDefault("from", "1"));
    long count = Long.parseLong(options.getOrDefault("seeds", "10000"));
    int processors = Runtime.getRuntime().availableProcessors();
    int threads = Integer.parseInt(options.getOrDefault("threads", Integer.toString(processors)));
    long begun = System.nanoTime();
    long[] told = {begun};
    try {
      Simulation.Totals totals =
          Simulation.run(
              from,
              count,
              threads,
              now -> {
                if (System.nanoTime() - told[0] > TOLD_NANOS) {
                  told[0] = System.nanoTime();
                  tell(now, begun);
                }
              });
      tell(totals, begun);
      System.out.println("nothing lost");
      return 0;
    } catch (AssertionError e) {
      System.out.println(e.getMessage());
      return 1;
    }
  }

  private static void tell(Simulation.Totals totals, long begun) {
    double millis = (System.nanoTime() - begun) / 1e6;
    List<Object> words =
        List.of(
            totals.seeds(),
            totals.attempts(),
            totals.faults(),
            totals.events(),
            millis / 1000,
            millis / totals.seeds(),
            totals.hash());
    System.out.printf(
        "%d seeds, %d transactions, %d faults, %d events in %.0f s, %.2f ms a seed, traces %016x%n",
        words.toArray());
  }
}
