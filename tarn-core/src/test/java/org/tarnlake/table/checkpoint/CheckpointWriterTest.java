package org.tarnlake.table.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tarnlake.data.schema.ColumnMapping;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.store.FaultyStore;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.CommitInfo;
import org.tarnlake.table.action.DeletionVector;
import org.tarnlake.table.action.DomainMetadata;
import org.tarnlake.table.action.Metadata;
import org.tarnlake.table.action.Protocol;
import org.tarnlake.table.action.RemoveFile;
import org.tarnlake.table.action.RowIds;
import org.tarnlake.table.action.SchemaJson;
import org.tarnlake.table.action.SetTransaction;
import org.tarnlake.table.log.TableLog;
import org.tarnlake.table.state.TableState;

/** DuckDB reads what the writer wrote. */
class CheckpointWriterTest extends WrittenCheckpoint {
  @Test
  void descriptionAndFormatOptionsOfATableAreKept() throws SQLException {
    Metadata metadata =
        new Metadata(
            "id-1", "t", PARTITIONED, Map.of("a", "b"), 5L, "for people", Map.of("x", "y"));
    write(state(LAKE, metadata));
    assertThat(
            query(
                "SELECT metaData.description, metaData.format::VARCHAR FROM $ WHERE metaData IS NOT"
                    + " NULL"))
        .containsExactly("for people|{'provider': parquet, 'options': {x=y}}");
    assertThat(new TableLog(disk, "t").load(0).metadata()).isEqualTo(metadata);
  }

  @Test
  void everyKindOfActionHasItsRow() throws SQLException, IOException {
    write(
        state(
            PARTITIONED,
            Map.of("a", "b"),
            new SetTransaction("app", 3, 9),
            new SetTransaction("other", 1, 0),
            new DomainMetadata("mine", "{}", false),
            new DomainMetadata("gone", "{}", true),
            file("f", "1", "{\"numRecords\":2}"),
            new CommitInfo(4, "WRITE", Map.of(), true, Map.of(), null, Map.of())));
    assertThat(query("SELECT txn.appId, txn.version, txn.lastUpdated FROM $ WHERE txn IS NOT NULL"))
        .containsExactly("app|3|9", "other|1|null");
    assertThat(query("SELECT domainMetadata::VARCHAR FROM $ WHERE domainMetadata IS NOT NULL"))
        .containsExactly("{'domain': mine, 'configuration': '{}', 'removed': false}");
    assertThat(query("SELECT protocol::VARCHAR FROM $ WHERE protocol IS NOT NULL"))
        .containsExactly(
            "{'minReaderVersion': 1, 'minWriterVersion': 7, 'readerFeatures': NULL,"
                + " 'writerFeatures': [appendOnly, inCommitTimestamp, tarn.lakeManaged]}");
    assertThat(
            query(
                "SELECT metaData.id, metaData.name, metaData.format::VARCHAR,"
                    + " metaData.partitionColumns::VARCHAR, metaData.configuration::VARCHAR,"
                    + " metaData.createdTime FROM $ WHERE metaData IS NOT NULL"))
        .containsExactly("id-1|t|{'provider': parquet, 'options': {}}|[p]|{a=b}|5");
    assertThat(query("SELECT metaData.schemaString FROM $ WHERE metaData IS NOT NULL"))
        .containsExactly(SchemaJson.write(PARTITIONED.columns()));
    assertThat(
            query(
                "SELECT add.path, add.partitionValues::VARCHAR, add.size, add.modificationTime,"
                    + " add.dataChange, add.tags::VARCHAR, add.stats,"
                    + " add.partitionValues_parsed::VARCHAR FROM $ WHERE add IS NOT NULL"))
        .containsExactly("f|{p=1}|100|7|false|null|{\"numRecords\":2}|{'p': 1}");
    assertThat(query("SELECT count(*) FROM $")).containsExactly("6");
    assertThat(new String(disk.get("t/_delta_log/_last_checkpoint"), UTF_8))
        .isEqualTo(
            "{\"version\":0,\"size\":6,\"sizeInBytes\":%d,\"numOfAddFiles\":1}"
                .formatted(disk.size(ZERO)));
  }

  @Test
  void theColumnsAreThoseOfTheSpecification() throws SQLException {
    write(state(PARTITIONED, Map.of(), file("f", "1", null)));
    assertThat(query("SELECT column_name || ' ' || column_type FROM (DESCRIBE SELECT * FROM $)"))
        .containsExactly(
            "txn STRUCT(appId VARCHAR, \"version\" BIGINT, lastUpdated BIGINT)",
            "add STRUCT(path VARCHAR, partitionValues MAP(VARCHAR, VARCHAR), size BIGINT,"
                + " modificationTime BIGINT, dataChange BOOLEAN, tags MAP(VARCHAR, VARCHAR),"
                + " deletionVector STRUCT(storageType VARCHAR, pathOrInlineDv VARCHAR, \"offset\""
                + " INTEGER, sizeInBytes INTEGER, cardinality BIGINT), baseRowId BIGINT,"
                + " defaultRowCommitVersion BIGINT, clusteringProvider VARCHAR, stats VARCHAR,"
                + " stats_parsed STRUCT(numRecords BIGINT, tightBounds BOOLEAN, minValues STRUCT(id"
                + " BIGINT, \"name\" VARCHAR), maxValues STRUCT(id BIGINT, \"name\" VARCHAR),"
                + " nullCount STRUCT(id BIGINT, \"name\" BIGINT)), partitionValues_parsed STRUCT(p"
                + " INTEGER))",
            "remove STRUCT(path VARCHAR, deletionTimestamp BIGINT, dataChange BOOLEAN,"
                + " extendedFileMetadata BOOLEAN, partitionValues MAP(VARCHAR, VARCHAR), size"
                + " BIGINT, deletionVector STRUCT(storageType VARCHAR, pathOrInlineDv VARCHAR,"
                + " \"offset\" INTEGER, sizeInBytes INTEGER, cardinality BIGINT), baseRowId BIGINT,"
                + " defaultRowCommitVersion BIGINT)",
            "metaData STRUCT(id VARCHAR, \"name\" VARCHAR, description VARCHAR, format"
                + " STRUCT(provider VARCHAR, \"options\" MAP(VARCHAR, VARCHAR)), schemaString"
                + " VARCHAR, partitionColumns VARCHAR[], \"configuration\" MAP(VARCHAR, VARCHAR),"
                + " createdTime BIGINT)",
            "protocol STRUCT(minReaderVersion INTEGER, minWriterVersion INTEGER, readerFeatures"
                + " VARCHAR[], writerFeatures VARCHAR[])",
            "domainMetadata STRUCT(\"domain\" VARCHAR, \"configuration\" VARCHAR, removed"
                + " BOOLEAN)");
  }

  @Test
  void addsAreSortedByPartitionInTheOrderOfItsType() throws SQLException {
    write(
        state(
            PARTITIONED,
            Map.of(),
            file("a", "10", null),
            file("b", "9", null),
            file("c", null, null),
            file("d", "-1", null),
            file("e", "9", null),
            file("f", "", null)));
    assertThat(query("SELECT add.path FROM $ WHERE add IS NOT NULL"))
        .containsExactly("c", "f", "d", "b", "e", "a");
  }

  @Test
  void addsOfAnEarlierCheckpointAreMergedWithOthers() {
    List<AddFile> early =
        List.of(file("a", null, null), file("b", "2", null), file("c", "5", null));
    List<AddFile> others =
        List.of(
            file("d", "5", null), file("e", "1", null), file("f", "2", null), file("g", "9", null));
    List<String> paths = new ArrayList<>();
    new CheckpointPartitions(PARTITIONED, ColumnMapping.NONE)
        .sorted(early.iterator(), others)
        .forEachRemaining(file -> paths.add(file.path()));
    assertThat(paths).containsExactly("a", "e", "b", "f", "c", "d", "g");
  }

  @Test
  void tombstonesStayUntilTheyExpire() throws SQLException {
    long hour = Duration.ofHours(1).toMillis();
    Map<String, String> day = Map.of("delta.deletedFileRetentionDuration", "interval 1 day");
    write(
        state(
            PARTITIONED,
            day,
            file("again", "1", null),
            new RemoveFile("old", null, now - 25 * hour, true, null, -1, null),
            new RemoveFile("new", null, now - 23 * hour, true, Map.of("p", "1"), 8, null),
            new RemoveFile("again", null, now - hour, true, null, -1, null),
            new RemoveFile(
                "v", new DeletionVector("u", "x", 1, 2, 3), now, true, null, -1, new RowIds(1, 2)),
            file("again", "1", null)));
    assertThat(query("SELECT remove::VARCHAR FROM $ WHERE remove IS NOT NULL"))
        .containsExactly(
            "{'path': new, 'deletionTimestamp': %d, 'dataChange': false, 'extendedFileMetadata': true, 'partitionValues': {p=1}, 'size': 8, 'deletionVector': NULL, 'baseRowId': NULL, 'defaultRowCommitVersion': NULL}"
                .formatted(now - 23 * hour),
            "{'path': v, 'deletionTimestamp': %d, 'dataChange': false, 'extendedFileMetadata': false, 'partitionValues': NULL, 'size': NULL, 'deletionVector': {'storageType': u, 'pathOrInlineDv': x, 'offset': 1, 'sizeInBytes': 2, 'cardinality': 3}, 'baseRowId': 1, 'defaultRowCommitVersion': 2}"
                .formatted(now));
    assertThat(query("SELECT add.path FROM $ WHERE add IS NOT NULL")).containsExactly("again");
  }

  @Test
  void featuresAreListedExactlyInTheVersionsThatHaveThem() throws SQLException {
    Metadata metadata = new Metadata("id-1", null, PARTITIONED, Map.of(), null);
    write(state(new Protocol(3, 7, List.of(), List.of("appendOnly")), metadata));
    assertThat(query("SELECT protocol::VARCHAR FROM $ WHERE protocol IS NOT NULL"))
        .containsExactly(
            "{'minReaderVersion': 3, 'minWriterVersion': 7, 'readerFeatures': [], 'writerFeatures':"
                + " [appendOnly]}");
    write(state(new Protocol(1, 2, null, null), metadata).apply(List.of(), "1.json"));
    assertThat(
            duck.query(
                "SELECT protocol::VARCHAR FROM '%s' WHERE protocol IS NOT NULL"
                    .formatted(folder.resolve(ZERO.replace("00.checkpoint", "01.checkpoint")))))
        .containsExactly(
            "{'minReaderVersion': 1, 'minWriterVersion': 2, 'readerFeatures': NULL,"
                + " 'writerFeatures': NULL}");
  }

  /** Two processes collide on that name, and a reader finds it without a hint that tells more. */
  @Test
  void aTableThatAsksForTheSecondSpecificationGetsTheClassicName() throws SQLException {
    Protocol protocol = new Protocol(3, 7, List.of("v2Checkpoint"), List.of("v2Checkpoint"));
    Map<String, String> policy = Map.of("delta.checkpointPolicy", "v2");
    TableState state =
        state(
            protocol, new Metadata("id-1", null, PARTITIONED, policy, null), file("f", "1", null));
    write(state);
    assertThat(query("SELECT add.path FROM $ WHERE add IS NOT NULL")).containsExactly("f");
    assertThat(new CheckpointWriter(disk, environment).write("t", state)).isNull();
  }

  @Test
  void aCheckpointThatIsThereStaysAndTheHintNeverGoesBack() throws IOException {
    TableState zero = state(PARTITIONED, Map.of(), file("f", "1", null));
    TableState one = zero.apply(List.of(file("g", "1", null)), "1.json");
    CheckpointWriter writer = new CheckpointWriter(disk, environment);
    assertThat(writer.write("t", one).version()).isEqualTo(1);
    assertThat(writer.write("t", one)).isNull();
    assertThat(writer.write("t", zero).version()).isZero();
    assertThat(CheckpointHint.find(disk, "t").version()).isEqualTo(1);
    disk.put("t/_delta_log/_last_checkpoint", "{".getBytes(UTF_8));
    assertThat(writer.write("t", one.apply(List.of(), "2.json")).version()).isEqualTo(2);
    assertThat(CheckpointHint.find(disk, "t"))
        .isEqualTo(
            new CheckpointHint(2, 4, disk.size(ZERO.replace("00.checkpoint", "02.checkpoint")), 2));
  }

  @Test
  void aLargeOneIsDraftedOutsideTheLogAndLeavesNoDraft() throws IOException, SQLException {
    FaultyStore store = new FaultyStore(disk);
    TableState state = state(PARTITIONED, Map.of(), manyFiles(20_000));
    assertThat(new CheckpointWriter(store, environment, 1000).write("t", state).addCount())
        .isEqualTo(20_000);
    assertThat(store.trace().get(0).name()).matches("t/checkpoint-[0-9a-f-]{36}\\.draft\\.parquet");
    assertThat(disk.list("t/", "").stream().map(ObjectInfo::name))
        .containsExactly(
            "t/_delta_log/" + "00000000000000000000.checkpoint.parquet",
            "t/_delta_log/_last_checkpoint");
    assertThat(query("SELECT count(add.path), sum(add.size), count(DISTINCT add.path) FROM $"))
        .containsExactly("20000|2000000|20000");
    assertThat(
            query(
                "SELECT bool_and(ok) FROM (SELECT add.partitionValues_parsed.p >="
                    + " lag(add.partitionValues_parsed.p, 1, -1) OVER () AS ok FROM $ WHERE add IS"
                    + " NOT NULL)"))
        .containsExactly("true");
  }

  @Test
  void aPartitionValueOfAnotherTypeIsNamed() {
    TableState state = state(PARTITIONED, Map.of(), file("f", "one", null));
    assertThatThrownBy(() -> write(state))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("data file f: its value of partition column 'p'");
  }
}
