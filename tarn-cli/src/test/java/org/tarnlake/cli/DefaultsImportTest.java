package org.tarnlake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table of another engine has defaults and generated columns, which files do not name. */
class DefaultsImportTest {
  private static final String SCHEMA =
      """
      {"type":"struct","fields":[{"name":"id","type":"long","nullable":true,"metadata":{}},\
      {"name":"note","type":"string","nullable":true,"metadata":{"CURRENT_DEFAULT":"'none'"}},\
      {"name":"at","type":"timestamp","nullable":true,"metadata":{"CURRENT_DEFAULT":"current_timestamp()"}},\
      {"name":"twice","type":"long","nullable":true,"metadata":{"delta.generationExpression":"id * 2"}}]}""";

  @TempDir Path folder;
  private Cli cli;

  @BeforeEach
  void make() {
    cli = new Cli(folder);
    cli.write(
        "t/_delta_log/%020d.json".formatted(0),
        """
        {"commitInfo":{"timestamp":1,"operation":"CREATE TABLE","operationParameters":{}}}
        {"protocol":{"minReaderVersion":1,"minWriterVersion":7,"writerFeatures":["allowColumnDefaults","generatedColumns"]}}
        {"metaData":{"id":"11111111-2222-3333-4444-555555555555","format":{"provider":"parquet","options":{}},"schemaString":"%s","partitionColumns":[],"configuration":{},"createdTime":1}}
        """
            .formatted(SCHEMA.replace("\"", "\\\"")));
  }

  @Test
  void whatAFileDoesNotNameHasItsDefault() {
    cli.write("a.csv", "id\n1\n");
    cli.write("b.csv", "id,note\n2,\n");
    cli.write("c.json", "{\"id\":3}\n{\"id\":4,\"note\":null,\"twice\":8}\n");
    Cli.Result first = cli.run("import", "DIR/t", "=DIR/a.csv");
    assertThat(first.err()).isEmpty();
    assertThat(first.status()).isZero();
    assertThat(first.out()).doesNotContain("are null");
    assertThat(cli.run("import", "DIR/t", "=DIR/b.csv").status()).isZero();
    assertThat(cli.run("import", "DIR/t", "=DIR/c.json").status()).isZero();
    assertThat(cli.run("count", "DIR/t", "--where", "at is not null").out()).isEqualTo("4\n");
    Cli.Result scan =
        cli.run(
            "scan", "DIR/t", "--format", "csv", "--order-by", "id", "--columns", "id,note,twice");
    assertThat(scan.out()).isEqualTo("id,note,twice\n1,none,2\n2,,4\n3,none,6\n4,,8\n");
    assertThat(cli.run("check", "DIR/t", "--deep").status()).isZero();
  }

  @Test
  void anotherValueThanFollowsIsRefused() {
    cli.write("a.csv", "id,twice\n1,2\n2,5\n");
    Cli.Result result = cli.run("import", "DIR/t", "=DIR/a.csv");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err())
        .contains("column 'twice' is 5, but 4 follows from the others (id * 2)");
  }
}
