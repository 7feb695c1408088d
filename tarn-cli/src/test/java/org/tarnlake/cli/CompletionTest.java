package org.tarnlake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionTest {
  @TempDir Path folder;

  /** The script is given to a real shell, which then completes what somebody began to type. */
  @Test
  void bashCompletesCommandsAndOptions() throws Exception {
    Path script = folder.resolve("tarn.bash");
    Files.writeString(script, new Cli(folder).run("completion", "bash").out());
    assertThat(complete(script, "tarn", "re"))
        .containsExactlyInAnyOrder("rename", "repair", "restore", "revert");
    assertThat(complete(script, "tarn", "scan", "--wh")).containsExactly("--where");
  }

  private List<String> complete(Path script, String... words)
      throws IOException, InterruptedException {
    String text = String.join(" ", words);
    Process bash =
        new ProcessBuilder(
                "bash",
                "-c",
                "source \"$1\"; compopt() { :; }; COMP_WORDS=($2); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _complete_tarn; printf '%s\\n' \"${COMPREPLY[@]}\"",
                "bash",
                script.toString(),
                text)
            .start();
    List<String> found =
        new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    String errors = new String(bash.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).as(errors).isZero();
    return found;
  }

  @Test
  void fishIsToldEveryCommand() {
    List<String> lines = new Cli(folder).run("completion", "fish").out().lines().toList();
    assertThat(lines).filteredOn(line -> line.contains(" -a ")).hasSizeGreaterThan(20);
    assertThat(lines)
        .contains(
            "complete -c tarn -n __fish_use_subcommand -f -a describe -d 'Show a table\\'s columns and size.'");
  }
}
