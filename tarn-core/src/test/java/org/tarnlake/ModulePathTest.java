package org.tarnlake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.testing.SoundLake;

/** An application that is a module itself, with nothing on the class path. */
class ModulePathTest {
  private static final String PROGRAM =
      """
      package app;

      import java.nio.file.Path;
      import org.tarnlake.Lake;

      public class Main {
        public static void main(String[] arguments) {
          try (Lake lake = Lake.create(Path.of(arguments[0]))) {
            lake.transact(tx -> tx.createUntypedTable("t", "id", "name"));
            for (int i = 0; i < 12; i++) {
              int id = i;
              lake.transact(tx -> tx.append("t", id, "name " + id));
            }
            System.out.println(lake.scan("t").where("id >= 3").count());
          }
        }
      }
      """;

  @TempDir Path folder;

  private static final String OBJECTS =
      """
      package app;

      import java.nio.file.Path;
      import org.tarnlake.Lake;
      import org.tarnlake.schema.Schema;

      public class Main {
        record Hidden(int n, String s) {}

        public static void main(String[] arguments) {
          try (Lake lake = Lake.create(Path.of(arguments[0]))) {
            lake.transact(tx -> tx.createTable("t", Schema.of(Hidden.class)));
            lake.transact(tx -> tx.append("t", new Hidden(1, "x")));
            lake.scan("t").as(Hidden.class).forEach(System.out::println);
          } catch (RuntimeException e) {
            System.out.println(e.getMessage());
          }
        }
      }
      """;

  @Test
  void recordOfAModuleThatIsClosedSaysWhatToWriteIntoIt() throws Exception {
    assertThat(compile("requires org.tarnlake;", OBJECTS)).isEmpty();
    assertThat(run(folder.resolve("closed")))
        .isEqualTo(
            "record Hidden is closed to Tarn; write 'opens app to org.tarnlake;' into the module-info.java of module app, or make the class public in a package that the module exports");
    assertThat(compile("requires org.tarnlake; opens app to org.tarnlake;", OBJECTS)).isEmpty();
    assertThat(run(folder.resolve("open"))).isEqualTo("Hidden[n=1, s=x]");
    SoundLake.assertSound(folder.resolve("open"));
  }

  /** The output is the program's alone: no library greets those who have no logging back end. */
  @Test
  void aModularProgramRunsAndPrintsOnlyWhatItPrints() throws Exception {
    assertThat(compile("requires org.tarnlake;", PROGRAM)).isEmpty();
    assertThat(run(folder.resolve("lake"))).isEqualTo("9");
    SoundLake.assertSound(folder.resolve("lake"));
  }

  @Test
  void whatIsInsideIsNotSeen() throws Exception {
    for (String inside :
        List.of(
            "lake.LakeLog", "table.state.TableState", "data.read.DataFile", "json.JsonReader")) {
      assertThat(
              compile(
                  "requires org.tarnlake;",
                  "package app; public class Main { org.tarnlake.%s inside; }".formatted(inside)))
          .contains("does not export it");
    }
  }

  /** What the program prints. */
  private String run(Path lake) throws Exception {
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-p",
                folder.resolve("classes") + File.pathSeparator + modulePath(),
                "-m",
                "app/app.Main",
                lake.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(120, TimeUnit.SECONDS);
    process.destroyForcibly().waitFor();
    assertThat(ended).isTrue();
    return Files.readString(output, UTF_8).strip();
  }

  /** What the compiler complains about. */
  private String compile(String requires, String program) throws Exception {
    Path sources = Files.createDirectories(folder.resolve("sources").resolve("app"));
    Path module = sources.resolveSibling("module-info.java");
    Files.writeString(module, "module app { %s }".formatted(requires));
    Path main = Files.writeString(sources.resolve("Main.java"), program);
    StringWriter complaints = new StringWriter();
    ToolProvider.findFirst("javac")
        .orElseThrow()
        .run(
            new PrintWriter(complaints),
            new PrintWriter(complaints),
            "-cp",
            folder.resolve("nothing").toString(),
            "-p",
            modulePath(),
            "-d",
            folder.resolve("classes").toString(),
            module.toString(),
            main.toString());
    return complaints.toString();
  }

  /** What an application gets that depends on tarn-core; see {@link FootprintTest}. */
  private static String modulePath() throws Exception {
    return Path.of("target", "classes").toAbsolutePath()
        + File.pathSeparator
        + Files.readString(FootprintTest.CLASSPATH).strip();
  }
}
