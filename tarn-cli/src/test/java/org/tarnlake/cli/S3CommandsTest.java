package org.tarnlake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tarnlake.s3.S3Server;

/** The commands do with a lake in a bucket of a real server what they do with one on the disk. */
@ExtendWith(S3Server.Extension.class)
class S3CommandsTest extends RemoteCommandsContractTest {
  S3CommandsTest(S3Server server) {
    super(server, "s3a", "s3a");
  }

  @Test
  void requestsOfACommandAreTold() {
    Cli cli = new Cli(folder);
    cli.run("init", lake);
    String[] told = cli.run("--requests", "tables", lake).err().split("\n");
    assertThat(told[0]).matches("request +sent +bytes sent +bytes received");
    assertThat(told).anyMatch(line -> line.matches("GetObject +[0-9,]+ +0 B +[0-9.]+ [kM]?B"));
    assertThat(told[told.length - 1]).startsWith("all ");
  }

  @Test
  void mistakesAreTold() {
    Cli cli = new Cli(folder);
    assertThat(cli.run("tables", lake).err())
        .contains("%s is no lake".formatted(lake), "tarn init");
    String noBucket =
        "_tarn/lake.json in s3://no-such-bucket-here/lake: the server answers 404 NoSuchBucket (The specified bucket does not exist); make the bucket 'no-such-bucket-here' at %s, or check its name and aws.endpointUrlS3\n"
            .formatted(System.getProperty("aws.endpointUrlS3"));
    assertThat(cli.run("tables", "s3://no-such-bucket-here/lake").err())
        .isEqualTo("tarn: cannot read " + noBucket);
    assertThat(cli.run("init", "s3://no-such-bucket-here/lake").err())
        .isEqualTo("tarn: cannot look for " + noBucket.replace("exist)", "exist.)"));
    assertThat(cli.run("tables", "s3:///lake").err()).contains("pass the name of a bucket");
    assertThat(cli.run("tables", "oss://bucket/lake").err())
        .contains(
            "there are no stores of the kind 'oss'; known here: abfs, abfss, az, azure, file, gcs, gs, https, s3, s3a, wasb, wasbs");
    assertThat(cli.run("tables", lake, "--allow-path", "DIR").err()).contains("--allow-path");
    assertThat(cli.run("quickstart", lake).err()).contains("tarn quickstart --lake " + lake);
    assertThat(cli.run("init", "s3:/bucket/lake").err())
        .contains("'s3:/bucket/lake' is no address; write s3://bucket/lake");
    assertThat(cli.run("dump", lake + "/nothing").err()).contains("is no file");
    cli.run("init", lake);
    assertThat(cli.run("init", lake).err()).contains("use it, or name another address");
    cli.run("create", lake, "t", "n long");
    assertThat(cli.run("tables", lake, "--requests").err())
        .contains(
            "there is no option '--requests' of tables; write it before the command: tarn --requests tables ...");
    assertThat(cli.run("export", lake, "t", "s3://bucket/t.csv").err())
        .contains(
            "'s3://bucket/t.csv' is a URL, and a path of this disk is needed here; upload the file afterwards, or: tarn export LAKE TABLE - --format csv | aws s3 cp - URL");
    System.setProperty("aws.secretAccessKey", "another");
    assertThat(cli.run("tables", lake).err())
        .contains("AWS_SECRET_ACCESS_KEY")
        .doesNotContain(S3Server.SECRET);
  }
}
