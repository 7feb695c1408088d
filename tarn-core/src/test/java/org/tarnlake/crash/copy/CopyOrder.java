package org.tarnlake.crash.copy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** In which order the files of a lake are copied by somebody who knows nothing of lakes. */
enum CopyOrder {
  /** {@code _tarn}, and each table when its turn comes. */
  LOG_FIRST,
  /** Each table when its turn comes, and {@code _tarn} at the end. */
  LOG_LAST,
  /** As {@code cp -r}: folders one after the other, each listed when its turn comes. */
  FOLDERS_SHUFFLED,
  /** {@code _tarn} somewhere between, and half of the tables not at all. */
  HALF_OF_THE_TABLES,
  /** A part of the log, all tables, the rest of the log. */
  LOG_IN_TWO_PARTS,
  /** Single files, the newest first; the folders were listed one after the other before. */
  NEWEST_FILES_FIRST,
  /** Single files, the oldest first, listed so. */
  OLDEST_FILES_FIRST,
  /** Single files in any order, listed so. */
  FILES_SHUFFLED,
  /** All folders, and then those files once more that are new or of another size, as rsync does. */
  TWICE,
  /** Tables' logs, then {@code _tarn}, then data files. */
  DATA_LAST;

  private static final int PARTS = 6;

  /** A part of a copy: files or folders, listed when it begins. */
  interface Step {
    List<Path> files() throws IOException;
  }

  /** The steps by which a lake is copied. */
  List<Step> steps(Path lake, SplittableRandom random) throws IOException {
    List<Path> tables = new ArrayList<>(folders(lake).stream().filter(f -> !isLog(f)).toList());
    Collections.shuffle(tables, new Random(random.nextLong()));
    Step log = () -> under(lake.resolve("_tarn"));
    List<Step> steps = new ArrayList<>();
    switch (this) {
      case LOG_FIRST -> {
        steps.add(log);
        tables.forEach(table -> steps.add(() -> under(table)));
      }
      case LOG_LAST -> {
        tables.forEach(table -> steps.add(() -> under(table)));
        steps.add(log);
      }
      case FOLDERS_SHUFFLED -> {
        tables.forEach(table -> steps.addAll(parts(table, random)));
        steps.add(random.nextInt(steps.size() + 1), log);
      }
      case HALF_OF_THE_TABLES -> {
        tables.subList(0, (tables.size() + 1) / 2).forEach(each -> steps.add(() -> under(each)));
        steps.add(random.nextInt(steps.size() + 1), log);
      }
      case LOG_IN_TWO_PARTS -> {
        List<Path> files = under(lake.resolve("_tarn"));
        List<Path> first = files.subList(0, random.nextInt(files.size()));
        steps.add(() -> first);
        tables.forEach(table -> steps.add(() -> under(table)));
        steps.add(without(log, first));
      }
      case NEWEST_FILES_FIRST -> single(steps, lake, random, CopyOrder::newestFirst);
      case OLDEST_FILES_FIRST ->
          single(
              steps,
              lake,
              random,
              files -> {
                newestFirst(files);
                Collections.reverse(files);
              });
      case FILES_SHUFFLED ->
          single(
              steps,
              lake,
              random,
              files -> Collections.shuffle(files, new Random(random.nextLong())));
      case TWICE -> {
        steps.addAll(FOLDERS_SHUFFLED.steps(lake, random));
        List<Step> again = new ArrayList<>(LOG_FIRST.steps(lake, random));
        Collections.shuffle(again, new Random(random.nextLong()));
        steps.addAll(again);
      }
      case DATA_LAST -> {
        tables.forEach(table -> steps.add(() -> under(table.resolve("_delta_log"))));
        steps.add(log);
        tables.forEach(table -> steps.add(() -> under(table)));
      }
      default -> throw new AssertionError(this);
    }
    return steps;
  }

  private static boolean isLog(Path folder) {
    return folder.endsWith("_tarn");
  }

  /** The log and the data of a table as two steps, in any order. */
  private static List<Step> parts(Path table, SplittableRandom random) {
    Step log = () -> under(table.resolve("_delta_log"));
    Step data =
        () -> under(table).stream().filter(f -> !f.toString().contains("_delta_log")).toList();
    return random.nextBoolean() ? List.of(log, data) : List.of(data, log);
  }

  private static Step without(Step all, List<Path> some) {
    return () -> {
      Set<Path> left = new LinkedHashSet<>(all.files());
      some.forEach(left::remove);
      return List.copyOf(left);
    };
  }

  private static void newestFirst(List<Path> files) {
    Map<Path, Long> times = new HashMap<>();
    files.forEach(file -> times.put(file, modifiedMillis(file)));
    files.sort(
        Comparator.comparing((Path file) -> times.get(file))
            .thenComparing(Comparator.naturalOrder())
            .reversed());
  }

  private static long modifiedMillis(Path file) {
    try {
      return Files.getLastModifiedTime(file).toMillis();
    } catch (IOException e) {
      return 0; // It is gone, and will not be copied.
    }
  }

  /**
   * Steps that list one folder after the other, and then steps of many single files each: between
   * any two of them others commit.
   */
  private static void single(
      List<Step> steps, Path lake, SplittableRandom random, Consumer<List<Path>> sort)
      throws IOException {
    List<Path> folders = new ArrayList<>(folders(lake));
    Collections.shuffle(folders, new Random(random.nextLong()));
    List<Path> listed = new ArrayList<>();
    for (Path folder : folders) {
      steps.add(
          () -> {
            listed.addAll(under(folder));
            return List.of();
          });
    }
    steps.add(
        () -> {
          sort.accept(listed);
          return List.of();
        });
    for (int i = 0; i < PARTS; i++) {
      int part = i;
      steps.add(
          () -> listed.subList(part * listed.size() / PARTS, (part + 1) * listed.size() / PARTS));
    }
  }

  private static List<Path> folders(Path lake) throws IOException {
    try (Stream<Path> found = Files.list(lake)) {
      return found.filter(Files::isDirectory).sorted().toList();
    }
  }

  /** The files below a folder; those that vanish meanwhile are left out. */
  private static List<Path> under(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    List<Path> folders = new ArrayList<>(List.of(folder));
    while (!folders.isEmpty()) {
      Path next = folders.remove(folders.size() - 1);
      if (!Files.isDirectory(next)) {
        continue;
      }
      try (Stream<Path> found = Files.list(next)) {
        for (Path each : found.sorted().toList()) {
          (Files.isDirectory(each) ? folders : files).add(each);
        }
      }
    }
    return files;
  }
}
