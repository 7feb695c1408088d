package org.tarnlake.store;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs a child in a name space of its own, where disks are mounted for it that are gone with it. A
 * test is skipped where Linux does not allow that.
 */
public final class ChildMount {
  private ChildMount() {}

  /**
   * What a child prints that runs after a shell command.
   *
   * @param before mounts
   * @param within what the child's command is part of
   */
  public static List<String> run(
      Path folder, String before, List<String> within, List<String> child) throws Exception {
    List<String> nameSpace =
        succeeds("unshare", "--mount", "true")
            ? List.of("unshare", "--mount")
            : List.of("unshare", "--mount", "--map-root-user");
    List<String> probe = new ArrayList<>(nameSpace);
    probe.addAll(List.of("mount", "-t", "tmpfs", "tmpfs", folder.toString()));
    assumeTrue(succeeds(probe.toArray(String[]::new)), "this user cannot mount");

    List<String> command = new ArrayList<>(nameSpace);
    command.addAll(List.of("sh", "-c", before + " && exec \"$@\"", "sh"));
    command.addAll(within);
    command.addAll(child);
    try (ChildJvm started = ChildJvm.start(folder, command)) {
      return started.await();
    }
  }

  /** Whether a command succeeds. */
  public static boolean succeeds(String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException notInstalled) {
      return false;
    }
  }
}
