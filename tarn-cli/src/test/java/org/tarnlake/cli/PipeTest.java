package org.tarnlake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.testing.SoundLake;

/** Named pipes that are written and read. */
class PipeTest {
  @TempDir Path folder;

  /** The export ended well, though half of the rows had not arrived anywhere. */
  @Test
  void aReaderThatClosesANamedPipeEarlyIsAFailure() throws Exception {
    Cli cli = new Cli(folder);
    cli.run("init", "DIR/lake");
    SplittableRandom random = new SplittableRandom(1);
    StringBuilder text = new StringBuilder("id,text\n");
    for (int i = 0; i < 20_000; i++) {
      text.append(i).append(",x").append(Long.toHexString(random.nextLong())).append('\n');
    }
    cli.write("t.csv", text.toString());
    cli.run("import", "DIR/lake", "t=DIR/t.csv", "--create");
    Path pipe = pipe();
    for (String format : new String[] {"csv", "json", "parquet"}) {
      for (String more : new String[] {"--where=id >= 0", "--order-by=id"}) {
        FutureTask<Integer> reader =
            new FutureTask<>(
                () -> {
                  try (InputStream in = Files.newInputStream(pipe)) {
                    return in.read();
                  }
                });
        Thread thread = new Thread(reader);
        thread.start();
        Cli.Result result =
            cli.run("export", "DIR/lake", "t", "DIR/pipe", "--format", format, more);
        assertThat(reader.get(30, TimeUnit.SECONDS)).isPositive();
        thread.join();
        assertThat(result.err())
            .isEqualTo(
                "tarn: cannot write into DIR/pipe: whoever reads it closed it before all was written\n");
        assertThat(result.status()).isEqualTo(1);
      }
    }
    SoundLake.assertSound(folder.resolve("lake"));
  }

  /** A kill left the copy of all of the pipe behind. */
  @Test
  void theCopyOfAPipeHasNoName() throws Exception {
    Cli cli = new Cli(folder);
    cli.run("init", "DIR/lake");
    Path pipe = pipe();
    Path temporary = Files.createDirectory(folder.resolve("temporary"));
    Process process = importing(temporary, pipe);
    try (OutputStream out = Files.newOutputStream(pipe)) {
      out.write("id\n1\n".getBytes(StandardCharsets.UTF_8));
      out.flush();
      for (int i = 0; i < 1_500 && !isCopying(process, temporary); i++) {
        process.waitFor(20, TimeUnit.MILLISECONDS);
      }
      assertThat(temporary).isEmptyDirectory();
      process.destroyForcibly().waitFor();
    }
    assertThat(temporary).isEmptyDirectory();
    Process whole = importing(temporary, pipe);
    Files.writeString(pipe, "id\n1\n2\n");
    assertThat(whole.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(whole.exitValue()).isZero();
    assertThat(cli.run("scan", "DIR/lake", "t", "--format", "csv").out()).isEqualTo("id\n1\n2\n");
    assertThat(temporary).isEmptyDirectory();
    SoundLake.assertSound(folder.resolve("lake"));
  }

  private static boolean isCopying(Process process, Path temporary) throws Exception {
    try (Stream<Path> open = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
      return open.map(PipeTest::target)
          .anyMatch(file -> file.startsWith(temporary + "/tarn-") && file.endsWith(" (deleted)"));
    }
  }

  private static String target(Path each) {
    try {
      return Files.readSymbolicLink(each).toString();
    } catch (IOException e) {
      // It was closed meanwhile.
      return "";
    }
  }

  private Path pipe() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    return pipe;
  }

  private Process importing(Path temporary, Path pipe) throws Exception {
    return CliProcess.of(
            List.of("-Djava.io.tmpdir=" + temporary),
            "import",
            folder.resolve("lake").toString(),
            "t=" + pipe,
            "--format",
            "csv",
            "--create")
        .redirectErrorStream(true)
        .start();
  }
}
