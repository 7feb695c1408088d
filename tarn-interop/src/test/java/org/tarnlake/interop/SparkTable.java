package org.tarnlake.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A table that Spark writes, for the sake of one feature. Immutable.
 *
 * @param name of its folder
 * @param rows how many it has in the end
 * @param features those of its protocol that it is about
 * @param evidence a file that shows the feature at work, as a regular expression for its path in
 *     the table's folder; empty if none does
 * @param writer makes it
 */
record SparkTable(String name, int rows, List<String> features, String evidence, Writer writer) {

  /** Makes a table in a folder that does not exist yet. */
  @FunctionalInterface
  interface Writer {
    void write(Path folder) throws Exception;
  }

  /** One that is written by statements, in which {@code %1$s} is the table. */
  static SparkTable of(
      String name, int rows, List<String> features, String evidence, String... statements) {
    return new SparkTable(
        name, rows, features, evidence, folder -> run(folder, List.of(statements)));
  }

  /** As above, while a setting of Spark's has another value. */
  static SparkTable with(
      String setting,
      String value,
      String name,
      int rows,
      List<String> features,
      String evidence,
      String... statements) {
    return new SparkTable(
        name,
        rows,
        features,
        evidence,
        folder -> {
          Spark.session().conf().set(setting, value);
          try {
            run(folder, List.of(statements));
          } finally {
            Spark.session().conf().unset(setting);
          }
        });
  }

  private static void run(Path folder, List<String> statements) {
    for (String statement : statements) {
      Spark.sql(statement, Spark.delta(folder)).collectAsList();
    }
  }

  /**
   * Writes the table into {@code parent/name}, and beside it {@code name.rows}: the rows as Spark
   * reads them, one a line, sorted.
   *
   * @return those rows
   */
  List<List<@Nullable Object>> write(Path parent) throws Exception {
    Path folder = parent.resolve(name);
    writer.write(folder);
    List<List<@Nullable Object>> read = Spark.rows("SELECT * FROM %s", Spark.delta(folder));
    Files.write(
        parent.resolve(name + ".rows"),
        read.stream().map(row -> CanonicalText.of(row)).sorted().toList());
    return read;
  }

  /** The paths of all files in the table's folder, relative to it. */
  List<String> files(Path parent) {
    Path folder = parent.resolve(name);
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
