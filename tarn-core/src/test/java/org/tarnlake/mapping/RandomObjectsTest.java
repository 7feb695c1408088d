package org.tarnlake.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.Lake;
import org.tarnlake.env.Environment;
import org.tarnlake.mapping.RandomClasses.Shape;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.Seeds;
import org.tarnlake.testing.SoundLake;

/**
 * Random records and beans, nested in each other, are compiled; rows of random values go in as
 * objects and as maps, and come out as both, the same.
 */
class RandomObjectsTest {
  private static final int SHAPES = 40;
  private static final int ROWS = 20;

  @TempDir Path folder;

  @Test
  void whatGoesInComesOut() throws Exception {
    List<Shape> shapes = new ArrayList<>();
    Seeds.run(SHAPES, random -> shapes.add(RandomClasses.shape("Shape" + shapes.size(), random)));
    try (URLClassLoader classes = compile(shapes)) {
      for (Shape shape : shapes) {
        roundTrip(shape, classes, new SplittableRandom(shapes.indexOf(shape)));
      }
    }
  }

  private URLClassLoader compile(List<Shape> shapes) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("-d", folder.toString(), "-proc:none"));
    for (Shape shape : shapes) {
      Path source = folder.resolve(shape.name() + ".java");
      Files.writeString(source, shape.source());
      arguments.add(source.toString());
    }
    StringWriter complaints = new StringWriter();
    PrintWriter out = new PrintWriter(complaints);
    ToolProvider.findFirst("javac").orElseThrow().run(out, out, arguments.toArray(String[]::new));
    assertThat(complaints.toString()).isEmpty();
    return new URLClassLoader(new URL[] {folder.toUri().toURL()});
  }

  private static void roundTrip(Shape shape, ClassLoader classes, SplittableRandom random)
      throws Exception {
    Class<?> type = classes.loadClass(shape.name());
    MemoryStore disk = new MemoryStore();
    List<Map<String, Object>> values = new ArrayList<>();
    List<Object> objects = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      values.add(shape.values(random));
      objects.add(shape.object(classes, values.get(i)));
    }
    try (Lake lake = Lake.create(disk, Environment.system())) {
      lake.transact(
          tx -> {
            tx.createTable("objects", Schema.of(type));
            tx.createTable("maps", Schema.of(type));
            tx.createTable("copies", Schema.of(type));
            tx.appender("objects").appendAll(objects);
            tx.appender("maps").appendAll(values);
            try (Stream<?> rows = tx.scan("objects").rows().stream()) {
              tx.appender("copies").appendAll(rows);
            }
          });
      for (String table : List.of("objects", "maps", "copies")) {
        try (Stream<?> maps = lake.scan(table).as(Map.class);
            Stream<?> read = lake.scan(table).as(type)) {
          String expected = RandomClasses.text(values);
          assertThat(RandomClasses.text(maps.toList())).as(shape.source()).isEqualTo(expected);
          List<Object> decomposed = new ArrayList<>();
          for (Object each : read.toList()) {
            decomposed.add(shape.decompose(each));
          }
          assertThat(RandomClasses.text(decomposed)).as(shape.source()).isEqualTo(expected);
        }
      }
    }
    SoundLake.assertSound(disk);
  }
}
