package org.tarnlake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tarnlake.Stores;
import org.tarnlake.s3.S3Server;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.testing.SoundLake;

/** The commands do with a lake in a bucket of a real server what they do with one on the disk. */
@ExtendWith(S3Server.Extension.class)
class S3CommandsTest {
  private static final Path TEXTS = Path.of("src/test/resources/org/tarnlake/cli");

  /** What the environment would say, to the vendor's library in this process. */
  private static final Map<String, String> PROPERTIES =
      Map.of(
          "AWS_ENDPOINT_URL_S3", "aws.endpointUrlS3",
          "AWS_ACCESS_KEY_ID", "aws.accessKeyId",
          "AWS_SECRET_ACCESS_KEY", "aws.secretAccessKey");

  @TempDir Path folder;

  private final S3Server server;
  private final String lake;

  S3CommandsTest(S3Server server) {
    this.server = server;
    this.lake = "s3://%s/lakes/one".formatted(server.newBucket());
  }

  @BeforeEach
  void tellWhereTheServerIs() {
    server.variables().forEach((name, value) -> System.setProperty(PROPERTIES.get(name), value));
  }

  @AfterEach
  void forgetTheServer() {
    PROPERTIES.values().forEach(System::clearProperty);
  }

  @Test
  void requestsOfACommandAreTold() {
    Cli cli = new Cli(folder);
    cli.run("init", lake);
    String[] told = cli.run("--requests", "tables", lake).err().split("\n");
    assertThat(told[0]).matches("request +sent +bytes sent +bytes received");
    assertThat(told).anyMatch(line -> line.matches("GetObject +[0-9,]+ +0 B +[0-9.]+ k?B"));
    assertThat(told[told.length - 1]).startsWith("all ");
  }

  /** The tour on the disk, with the lake's other address, prints the same. */
  @Test
  void theTourIsTheSame() throws IOException {
    Cli.Result result = new Cli(folder).run("quickstart", "DIR/tour", "--lake", lake);
    assertThat(result.err()).isEmpty();
    assertThat(words(result.out().replace(lake, "LAKE").replace("DIR/tour/data", "DATA")))
        .isEqualTo(
            words(
                Files.readString(TEXTS.resolve("quickstart.txt"))
                    .replace("tarn-quickstart/lake", "LAKE")
                    .replace("tarn-quickstart/data", "DATA")));
    assertSound(lake);
  }

  /** Where long lines break depends on the length of an address. */
  private static String words(String text) {
    return Transcript.steady(text).replaceAll("[ \\\\\n]+", " ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dry-run.txt", "undo.txt"})
  void transcriptsAreTheSame(String name) throws IOException {
    String script = Files.readString(TEXTS.resolve("transcripts").resolve(name));
    String expected = script.replace("DIR/lake", lake);
    assertThat(Transcript.replay(expected, new Cli(folder))).isEqualTo(expected);
    assertSound(lake);
  }

  @Test
  void aLakeGoesToABucketAndBack() throws IOException {
    Cli cli = new Cli(folder);
    cli.write("t.csv", "n,s\n1,one\n2,two\n");
    run(cli, "init", "DIR/lake");
    run(cli, "import", "DIR/lake", "t=DIR/t.csv", "--create");
    assertThat(run(cli, "backup", "DIR/lake", lake))
        .contains("%s has version 1 of".formatted(lake));
    assertThat(run(cli, "backup", "DIR/lake", lake)).contains("0 files copied");
    run(cli, "delete", lake, "t", "--where", "n = 1");
    run(cli, "check", lake, "--deep");
    assertThat(run(cli, "repair", lake)).contains("Nothing to repair");
    for (String itself : List.of(lake + "/", lake.replace("s3:", "s3a:"), lake + "/t")) {
      assertThat(cli.run("backup", lake, itself).err()).contains("lie within one another");
    }
    run(cli, "backup", lake, "DIR/back");
    assertThat(run(cli, "scan", "DIR/back", "t", "--format", "csv")).isEqualTo("n,s\n2,two\n");
    String freed = run(cli, "detach", lake, "t").replaceFirst("(?s).* to (s3://\\S+) now.*", "$1");
    assertThat(freed).isEqualTo(lake + "/t");
    run(cli, "attach", lake, "t", freed);
    assertThat(cli.run("export", lake, "t", "s3://bucket/t.csv").err())
        .contains("'s3://bucket/t.csv' is a URL, and a path of this disk is needed here");
    assertThat(run(cli, "dump", lake + "/_tarn/log/00000000000000000001.json"))
        .contains("lakeVersion");
    assertThat(run(cli, "versions", lake))
        .contains("delta.`s3a:%s/t`".formatted(lake.substring(3)));
    assertSound(lake);
    SoundLake.assertSound(folder.resolve("back"));
  }

  private static String run(Cli cli, String... arguments) {
    Cli.Result result = cli.run(arguments);
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    return result.out();
  }

  @Test
  void mistakesAreTold() {
    Cli cli = new Cli(folder);
    assertThat(cli.run("tables", lake).err())
        .contains("%s is no lake".formatted(lake), "tarn init");
    assertThat(cli.run("tables", "s3://no-such-bucket-here/lake").err())
        .contains("no-such-bucket-here", "make the bucket");
    assertThat(cli.run("tables", "s3:///lake").err()).contains("pass the name of a bucket");
    assertThat(cli.run("tables", "oss://bucket/lake").err())
        .contains(
            "there are no stores of the kind 'oss'; known here: abfs, abfss, az, azure, file, gcs, gs, https, s3, s3a, wasb, wasbs");
    assertThat(cli.run("tables", lake, "--allow-path", "DIR").err()).contains("--allow-path");
    assertThat(cli.run("quickstart", lake).err()).contains("tarn quickstart --lake " + lake);
    assertThat(cli.run("init", "s3:/bucket/lake").err())
        .contains("'s3:/bucket/lake' is no address; write s3://bucket/lake");
    assertThat(cli.run("dump", lake + "/nothing").err()).contains("is no file");
    System.setProperty("aws.secretAccessKey", "another");
    assertThat(cli.run("tables", lake).err())
        .contains("AWS_SECRET_ACCESS_KEY")
        .doesNotContain(S3Server.SECRET);
  }

  private static void assertSound(String address) throws IOException {
    try (ObjectStore store = Stores.open(address)) {
      SoundLake.assertSound(store);
    }
  }
}
