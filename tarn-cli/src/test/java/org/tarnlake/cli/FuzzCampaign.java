package org.tarnlake.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.tarnlake.cli.input.InputTargets;
import org.tarnlake.crash.process.CampaignOptions;
import org.tarnlake.fuzz.CoreTargets;

/**
 * Fuzzes one parser after the other with Jazzer, guided by the coverage of its code: {@code
 * ./campaign.sh fuzz --target=predicate --minutes=20}, or {@code --target=all}. Starts from what is
 * kept under {@code src/test/resources/fuzz} and from what earlier runs left in {@code
 * target/fuzz}. Ends with status 1 if there are findings: inputs to keep, in {@code
 * target/fuzz/TARGET/findings}.
 */
public final class FuzzCampaign {
  private static final Pattern EXECUTIONS = Pattern.compile("number_of_executed_units: (\\d+)");

  private FuzzCampaign() {}

  public static void main(String[] arguments) throws Exception {
    CampaignOptions options = new CampaignOptions(arguments);
    Map<String, Class<?>> targets = new TreeMap<>();
    CoreTargets.ALL.keySet().forEach(name -> targets.put(name, CoreTargets.class));
    InputTargets.ALL.keySet().forEach(name -> targets.put(name, InputTargets.class));
    String wanted = options.text("target", "all");
    if (!wanted.equals("all")) {
      targets.keySet().retainAll(List.of(wanted.split(",")));
    }
    if (targets.isEmpty()) {
      throw new IllegalArgumentException("no target " + wanted);
    }
    long seconds = 60 * options.number("minutes", 20);
    int findings = 0;
    for (Map.Entry<String, Class<?>> target : targets.entrySet()) {
      findings += fuzz(target.getKey(), target.getValue(), seconds);
    }
    if (findings > 0) {
      System.exit(1);
    }
  }

  private static int fuzz(String name, Class<?> type, long seconds) throws Exception {
    Path work = Path.of("target", "fuzz", name).toAbsolutePath();
    Path found = Files.createDirectories(work.resolve("findings"));
    Path corpus = Files.createDirectories(work.resolve("corpus"));
    String module = type == CoreTargets.class ? "tarn-core" : "tarn-cli";
    Path kept = Path.of(module, "src", "test", "resources", "fuzz", name).toAbsolutePath();
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1500m",
                "-XX:+UseSerialGC",
                "-Dtarn.fuzz=" + name,
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + type.getName(),
                "--instrumentation_includes=org.tarnlake.**",
                // Its own detectors look for injections into systems that Tarn does not use.
                "--custom_hook_excludes=**",
                "--keep_going=20",
                "--reproducer_path=" + found,
                "-artifact_prefix=" + found + "/",
                "-timeout=20",
                "-max_total_time=" + seconds,
                "-print_final_stats=1",
                corpus.toString(),
                kept.toString()));
    Path log = work.resolve("log.txt");
    new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start()
        .waitFor();
    int findings = count(found);
    System.out.printf(
        "%s: %s executions in %d minutes, %d findings; %s%n",
        name, executions(log), seconds / 60, findings, log);
    return findings;
  }

  /** All of them: after a finding Jazzer starts anew. What the parsers log may be no UTF-8. */
  private static String executions(Path log) throws IOException {
    Matcher matcher = EXECUTIONS.matcher(Files.readString(log, StandardCharsets.ISO_8859_1));
    long sum = matcher.results().mapToLong(each -> Long.parseLong(each.group(1))).sum();
    return "%,d".formatted(sum);
  }

  /** Beside the findings lie programs that repeat them, and what a busy machine was slow at. */
  private static int count(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return (int)
          files
              .map(file -> file.getFileName().toString())
              .filter(file -> !file.endsWith(".java") && !file.startsWith("slow-unit"))
              .count();
    }
  }
}
