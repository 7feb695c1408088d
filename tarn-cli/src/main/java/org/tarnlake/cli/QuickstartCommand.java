package org.tarnlake.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.tarnlake.cli.terminal.Failure;
import org.tarnlake.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tarn quickstart}: a tour on real data. */
@Command(
    name = "quickstart",
    description = "Load real tables into a new lake and show what it can do.")
final class QuickstartCommand implements TarnCommand {
  private final Terminal terminal;

  @Parameters(
      paramLabel = "FOLDER",
      arity = "0..1",
      description = "a new folder for data and lake; default: tarn-quickstart")
  private LakeAddress tour = LakeAddress.of("tarn-quickstart");

  @Option(
      names = "--lake",
      paramLabel = "LAKE",
      description = "where the lake is to be, such as s3://bucket/lake; default: in FOLDER")
  private @Nullable LakeAddress lake;

  QuickstartCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int run() {
    Path folder = tour.folder();
    if (folder == null) {
      throw new WrongUsage(
          "the data comes into a folder of the disk, and only the lake into a bucket: tarn quickstart --lake %s"
              .formatted(tour));
    }
    if (lake != null) {
      lake.requireNone(terminal, "name another place: tarn quickstart --lake LAKE");
    }
    if (Files.exists(folder)) {
      throw new Failure(
          lake == null
              ? "%s exists; delete it to start afresh, or name another folder: tarn quickstart FOLDER"
                  .formatted(folder)
              : "%s, the folder for the data, exists; delete it, or name another folder: tarn quickstart FOLDER --lake %s"
                  .formatted(folder, lake));
    }
    LakeAddress place = lake == null ? LakeAddress.of(folder.resolve("lake").toString()) : lake;
    new Quickstart(terminal, folder, place).run();
    return Main.DONE;
  }
}
