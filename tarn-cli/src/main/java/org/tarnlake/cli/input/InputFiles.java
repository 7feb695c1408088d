package org.tarnlake.cli.input;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.tarnlake.cli.terminal.Failure;

/** Finds the files that somebody names: one, those of a folder, or those that a pattern matches. */
public final class InputFiles {
  private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+://.*");
  private static final Pattern WILD = Pattern.compile("[*?\\[{]");

  private InputFiles() {}

  /**
   * The files, in the order of their paths. Of a folder, those with a suffix of a known format,
   * however deep they lie; what begins with a point or an underscore is passed over, as other
   * engines do.
   *
   * @param text a path, a folder, or a pattern such as {@code data/*.csv} or {@code data/**.csv}
   * @throws Failure if there is none
   */
  public static List<Path> find(String text) {
    if (URL.matcher(text).matches()) {
      throw new Failure(
          "%s is a URL, and files are read from local disks and pipes; download it first, or: %s | tarn import LAKE TABLE=- --format csv"
              .formatted(text, text.startsWith("s3") ? "aws s3 cp URL -" : "curl -fsSL URL"));
    }
    Path path = path(text);
    if (Files.isDirectory(path)) {
      return inFolder(path);
    }
    return Files.exists(path) || !WILD.matcher(text).find() ? List.of(path) : matching(text);
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new Failure("%s cannot be a path: %s".formatted(text, e.getReason()), e);
    }
  }

  private static List<Path> inFolder(Path folder) {
    if (Files.isDirectory(folder.resolve("_delta_log"))) {
      throw new Failure(
          "%s is a Delta table; 'tarn attach' takes it into a lake, 'tarn export' writes its rows to a file"
              .formatted(folder));
    }
    try (Stream<Path> all = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      List<Path> files =
          all.filter(each -> isData(folder.relativize(each)))
              .filter(each -> InputFormat.ofSuffix(each).isPresent())
              .filter(Files::isRegularFile)
              .sorted()
              .toList();
      if (files.isEmpty()) {
        throw new Failure(
            "%s has no files of a known suffix (.csv, .tsv, .json, .ndjson, .jsonl, .parquet); name the files: %s/*"
                .formatted(folder, folder));
      }
      return files;
    } catch (IOException | UncheckedIOException e) {
      throw new Failure("cannot list %s: %s".formatted(folder, e.getMessage()), e);
    }
  }

  private static boolean isData(Path relative) {
    for (Path part : relative) {
      String name = part.toString();
      if (name.startsWith(".") || name.startsWith("_")) {
        return false;
      }
    }
    return true;
  }

  private static List<Path> matching(String pattern) {
    Matcher wild = WILD.matcher(pattern);
    int slash = wild.find() ? pattern.lastIndexOf('/', wild.start()) : -1;
    Path folder = path(slash < 0 ? "" : slash == 0 ? "/" : pattern.substring(0, slash));
    PathMatcher matcher;
    try {
      matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    } catch (PatternSyntaxException e) {
      throw new Failure("%s is no pattern: %s".formatted(pattern, e.getDescription()), e);
    }
    if (!Files.isDirectory(folder)) {
      throw new Failure("%s matches no file: there is no folder %s".formatted(pattern, folder));
    }
    try (Stream<Path> all = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      List<Path> files =
          all.filter(matcher::matches).filter(Files::isRegularFile).sorted().toList();
      if (files.isEmpty()) {
        throw new Failure("%s matches no file; check the pattern".formatted(pattern));
      }
      return files;
    } catch (IOException | UncheckedIOException e) {
      throw new Failure("cannot list %s: %s".formatted(folder, e.getMessage()), e);
    }
  }
}
