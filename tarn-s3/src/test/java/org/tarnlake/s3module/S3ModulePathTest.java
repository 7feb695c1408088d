package org.tarnlake.s3module;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.store.ChildJvm;

/** On the module path only what a module names is there: its library logs and has sockets. */
class S3ModulePathTest {
  @TempDir Path scratch;

  @Test
  void moduleHasAllThatItNeeds() throws Exception {
    String libraries = Files.readString(Path.of("target", "runtime-classpath.txt")).strip();
    List<String> lines =
        ChildJvm.start(
                scratch,
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-p",
                    Path.of("target", "classes") + File.pathSeparator + libraries,
                    "--add-modules",
                    "org.tarnlake.s3",
                    "-cp",
                    Path.of("target", "test-classes").toString(),
                    Outside.class.getName()),
                Map.of(
                    "AWS_ENDPOINT_URL_S3", "http://127.0.0.1:1",
                    "AWS_SKIP_SIGNATURE", "true",
                    "AWS_MAX_ATTEMPTS", "1"))
            .await();
    assertThat(lines)
        .contains("module org.tarnlake.s3")
        .last()
        .asString()
        .startsWith("cannot read s3://some-bucket/a: no answer from http://127.0.0.1:1");
  }
}
