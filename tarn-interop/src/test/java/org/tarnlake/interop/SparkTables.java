package org.tarnlake.interop;

import static java.util.stream.Collectors.joining;

import io.delta.tables.DeltaTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.streaming.Trigger;

/** Tables that Spark writes, one for each feature of Delta that a reader must know. Stateless. */
final class SparkTables {
  private static final String TIMES =
      "CREATE TABLE %1$s (id BIGINT, at TIMESTAMP, day DATE) USING delta";

  private static final String OLD_TIMES =
      "INSERT INTO %1$s VALUES (1, TIMESTAMP'1582-10-04 12:00:00.123456Z', DATE'1582-10-04'),"
          + " (2, TIMESTAMP'1582-10-15 00:00:00Z', DATE'1582-10-15'),"
          + " (3, TIMESTAMP'1969-12-31 23:59:59.999999Z', DATE'1969-12-31'),"
          + " (4, TIMESTAMP'0001-01-01 00:00:00Z', DATE'0001-01-01'),"
          + " (5, TIMESTAMP'2024-02-29 12:34:56.123Z', DATE'2024-02-29'), (6, NULL, NULL)";

  private SparkTables() {}

  static List<SparkTable> all() {
    return Stream.of(rows(), columns(), logs(), values(), partitions())
        .flatMap(List::stream)
        .toList();
  }

  private static String create(String columns, String properties) {
    return "CREATE TABLE %1$s (" + columns + ") USING delta TBLPROPERTIES (" + properties + ")";
  }

  /** Rows {@code (first, "first"), ...}. */
  private static String insert(int first, int last) {
    return "INSERT INTO %1$s VALUES "
        + IntStream.rangeClosed(first, last)
            .mapToObj(i -> "(" + i + ", '" + i + "')")
            .collect(joining(", "));
  }

  private static String[] statements(String create, List<String> more) {
    List<String> all = new ArrayList<>(List.of(create));
    all.addAll(more);
    return all.toArray(String[]::new);
  }

  /** What happens to rows: vectors, changes, ids. */
  private static List<SparkTable> rows() {
    String columns = "id BIGINT, a STRING";
    return List.of(
        SparkTable.of(
            "deletion_vectors",
            7,
            List.of("deletionVectors"),
            "deletion_vector_.*\\.bin",
            create(columns, "'delta.enableDeletionVectors' = 'true'"),
            insert(1, 10),
            "DELETE FROM %1$s WHERE id IN (2, 4)",
            "DELETE FROM %1$s WHERE id = 7",
            "UPDATE %1$s SET a = 'changed' WHERE id = 9"),
        SparkTable.of(
            "change_data_feed",
            3,
            List.of("changeDataFeed"),
            "_change_data/.*\\.parquet",
            create(columns, "'delta.enableChangeDataFeed' = 'true'"),
            insert(1, 4),
            "UPDATE %1$s SET a = 'changed' WHERE id = 2",
            "DELETE FROM %1$s WHERE id = 3"),
        SparkTable.of(
            "row_tracking",
            5,
            List.of("rowTracking", "domainMetadata"),
            "",
            create(columns, "'delta.enableRowTracking' = 'true'"),
            insert(1, 3),
            insert(4, 6),
            "DELETE FROM %1$s WHERE id = 5",
            "OPTIMIZE %1$s"),
        SparkTable.of(
            "liquid_clustering",
            6,
            List.of("clustering", "domainMetadata"),
            "",
            "CREATE TABLE %1$s (id BIGINT, a STRING) USING delta CLUSTER BY (id)",
            insert(1, 6),
            "OPTIMIZE %1$s"),
        SparkTable.of(
            "in_commit_timestamps",
            2,
            List.of("inCommitTimestamp"),
            "",
            create(columns, "'delta.enableInCommitTimestamps' = 'true'"),
            insert(1, 2)),
        new SparkTable(
            "written_by_a_stream",
            3,
            List.of(),
            "",
            folder -> {
              String source = Spark.delta(folder.resolveSibling("stream_source"));
              Spark.sql(create(columns, "'a' = 'b'"), source);
              Spark.sql(insert(1, 3), source);
              Spark.session()
                  .readStream()
                  .format("delta")
                  .load(folder.resolveSibling("stream_source").toString())
                  .writeStream()
                  .format("delta")
                  .option("checkpointLocation", folder.resolveSibling("stream_state").toString())
                  .trigger(Trigger.AvailableNow())
                  .start(folder.toString())
                  .awaitTermination();
            }),
        new SparkTable(
            "shallow_clone",
            4,
            List.of(),
            "",
            folder -> {
              String source = Spark.delta(folder.resolveSibling("shallow_clone_source"));
              Spark.sql(create(columns, "'a' = 'b'"), source);
              Spark.sql(insert(1, 3), source);
              Spark.sql("CREATE TABLE %s SHALLOW CLONE %s", Spark.delta(folder), source);
              Spark.sql(insert(4, 4), Spark.delta(folder));
            }));
  }

  /** What columns may be and become. */
  private static List<SparkTable> columns() {
    String mapped =
        "id BIGINT, `a b` STRING, s STRUCT<x: INT, `y.z`: INT>, gone INT, l ARRAY<STRUCT<v: INT>>";
    String mappedRows =
        "INSERT INTO %1$s VALUES (1, 'a', named_struct('x', 1, 'y.z', 2), 3,"
            + " array(named_struct('v', 1))), (2, NULL, NULL, NULL, NULL)";
    List<SparkTable> tables = new ArrayList<>();
    for (String mode : List.of("name", "id")) {
      tables.add(
          SparkTable.of(
              "column_mapping_" + mode,
              3,
              List.of("columnMapping"),
              "",
              create(mapped, "'delta.columnMapping.mode' = '" + mode + "'"),
              mappedRows,
              "ALTER TABLE %1$s RENAME COLUMN `a b` TO `b,a`",
              "ALTER TABLE %1$s RENAME COLUMN s.x TO x2",
              "ALTER TABLE %1$s DROP COLUMN gone",
              "ALTER TABLE %1$s ADD COLUMN gone STRING",
              "INSERT INTO %1$s VALUES (3, 'c', named_struct('x2', 5, 'y.z', 6), array(), 'new')"));
    }
    tables.add(
        SparkTable.of(
            "column_mapping_partitions",
            2,
            List.of("columnMapping"),
            "",
            "CREATE TABLE %1$s (id BIGINT, `p q` STRING) USING delta PARTITIONED BY (`p q`)"
                + " TBLPROPERTIES ('delta.columnMapping.mode' = 'name')",
            insert(1, 1),
            "ALTER TABLE %1$s RENAME COLUMN `p q` TO p",
            insert(2, 2)));
    tables.add(
        SparkTable.of(
            "type_widening",
            2,
            List.of("typeWidening"),
            "",
            create(
                "a TINYINT, b INT, c FLOAT, d DECIMAL(5,2), e DATE, f STRUCT<x: SMALLINT>",
                "'delta.enableTypeWidening' = 'true', 'delta.feature.timestampNtz' = 'supported'"),
            "INSERT INTO %1$s VALUES (-1, 2147483647, 1.5, -1.25, DATE'1969-12-31', named_struct('x', -7))",
            "ALTER TABLE %1$s ALTER COLUMN a TYPE INT",
            "ALTER TABLE %1$s ALTER COLUMN a TYPE BIGINT",
            "ALTER TABLE %1$s ALTER COLUMN b TYPE BIGINT",
            "ALTER TABLE %1$s ALTER COLUMN c TYPE DOUBLE",
            "ALTER TABLE %1$s ALTER COLUMN d TYPE DECIMAL(20,4)",
            "ALTER TABLE %1$s ALTER COLUMN e TYPE TIMESTAMP_NTZ",
            "ALTER TABLE %1$s ALTER COLUMN f.x TYPE INT",
            "INSERT INTO %1$s VALUES (9000000000, 9000000000, 1e300, 1234567890.1234,"
                + " TIMESTAMP_NTZ'2024-01-01 01:02:03', named_struct('x', 70000))"));
    tables.add(
        SparkTable.of(
            "column_defaults",
            2,
            List.of("allowColumnDefaults"),
            "",
            create(
                "id BIGINT, a STRING DEFAULT 'none'",
                "'delta.feature.allowColumnDefaults' = 'supported'"),
            insert(1, 1),
            "INSERT INTO %1$s (id) VALUES (2)"));
    tables.add(
        SparkTable.of(
            "check_constraints",
            2,
            List.of("checkConstraints", "invariants"),
            "",
            create("id BIGINT NOT NULL, a STRING", "'delta.minWriterVersion' = '3'"),
            "ALTER TABLE %1$s ADD CONSTRAINT positive CHECK (id > 0)",
            insert(1, 2)));
    tables.add(
        new SparkTable(
            "generated_columns",
            2,
            List.of("generatedColumns"),
            "",
            folder -> {
              DeltaTable.create(Spark.session())
                  .location(folder.toString())
                  .addColumn("id", "BIGINT")
                  .addColumn(
                      DeltaTable.columnBuilder(Spark.session(), "twice")
                          .dataType("BIGINT")
                          .generatedAlwaysAs("id * 2")
                          .build())
                  .execute();
              Spark.sql("INSERT INTO %s (id) VALUES (1), (2)", Spark.delta(folder));
            }));
    tables.add(
        new SparkTable(
            "identity_columns",
            2,
            List.of("identityColumns"),
            "",
            folder -> {
              DeltaTable.create(Spark.session())
                  .location(folder.toString())
                  .addColumn(
                      DeltaTable.columnBuilder(Spark.session(), "id")
                          .dataType("BIGINT")
                          .generatedAlwaysAsIdentity(100, 10)
                          .build())
                  .addColumn("a", "STRING")
                  .execute();
              Spark.sql("INSERT INTO %s (a) VALUES ('x'), ('y')", Spark.delta(folder));
            }));
    return tables;
  }

  /** How a log is kept. */
  private static List<SparkTable> logs() {
    String columns = "id BIGINT, a STRING";
    List<String> inserts = IntStream.rangeClosed(1, 7).mapToObj(i -> insert(i, i)).toList();
    String interval = "'delta.checkpointInterval' = '3'";
    String v2 = interval + ", 'delta.checkpointPolicy' = 'v2'";
    String format = "spark.databricks.delta.checkpointV2.topLevelFileFormat";
    return List.of(
        SparkTable.of(
            "classic_checkpoints",
            7,
            List.of(),
            "_delta_log/\\d+\\.checkpoint\\.parquet",
            statements(
                create(columns, interval + ", 'delta.checkpoint.writeStatsAsStruct' = 'true'"),
                inserts)),
        SparkTable.with(
            "spark.databricks.delta.checkpoint.partSize",
            "2",
            "multipart_checkpoints",
            7,
            List.of(),
            "_delta_log/\\d+\\.checkpoint\\.\\d+\\.\\d+\\.parquet",
            statements(create(columns, interval), inserts)),
        SparkTable.with(
            format,
            "json",
            "v2_checkpoints_json",
            7,
            List.of("v2Checkpoint"),
            "_delta_log/\\d+\\.checkpoint\\.[-0-9a-f]+\\.json",
            statements(create(columns, v2), inserts)),
        SparkTable.with(
            format,
            "parquet",
            "v2_checkpoints_parquet",
            7,
            List.of("v2Checkpoint"),
            "_delta_log/_sidecars/.*\\.parquet",
            statements(create(columns, v2), inserts)));
  }

  /** Values and how they are stored. */
  private static List<SparkTable> values() {
    List<SparkTable> tables = new ArrayList<>();
    for (String type : List.of("INT96", "TIMESTAMP_MICROS", "TIMESTAMP_MILLIS")) {
      tables.add(
          SparkTable.with(
              "spark.sql.parquet.outputTimestampType",
              type,
              "timestamps_" + type.toLowerCase(java.util.Locale.ROOT),
              6,
              List.of(),
              "",
              TIMES,
              OLD_TIMES));
    }
    tables.add(
        SparkTable.with(
            "spark.sql.parquet.datetimeRebaseModeInWrite",
            "LEGACY",
            "timestamps_julian",
            6,
            List.of(),
            "",
            TIMES,
            OLD_TIMES));
    tables.add(
        SparkTable.of(
            "timestamp_ntz",
            3,
            List.of("timestampNtz"),
            "",
            "CREATE TABLE %1$s (id BIGINT, at TIMESTAMP_NTZ) USING delta",
            "INSERT INTO %1$s VALUES (1, TIMESTAMP_NTZ'1582-10-10 00:00:00.000001'),"
                + " (2, TIMESTAMP_NTZ'9999-12-31 23:59:59.999999'), (3, NULL)"));
    String json =
        "INSERT INTO %1$s SELECT id, parse_json(v) FROM VALUES (1, '{\"a\": [1, 2.5, null]}'),"
            + " (2, '\"text\"'), (3, 'null'), (4, NULL) AS t(id, v)";
    tables.add(
        SparkTable.of(
            "variant",
            4,
            List.of("variantType"),
            "",
            "CREATE TABLE %1$s (id BIGINT, v VARIANT) USING delta",
            json));
    tables.add(
        SparkTable.with(
            "spark.sql.variant.forceShreddingSchemaForTest",
            "a ARRAY<VARIANT>",
            "variant_shredded",
            4,
            List.of("variantType", "variantShredding-preview"),
            "",
            create("id BIGINT, v VARIANT", "'delta.enableVariantShredding' = 'true'"),
            json));
    tables.add(
        SparkTable.of(
            "void_column",
            2,
            List.of(),
            "",
            "CREATE TABLE %1$s (id BIGINT, v VOID, a STRING) USING delta",
            "INSERT INTO %1$s (id, a) VALUES (1, 'x'), (2, NULL)"));
    tables.add(
        SparkTable.of(
            "void_in_a_struct",
            2,
            List.of(),
            "",
            "CREATE TABLE %1$s (id BIGINT, s STRUCT<x: INT, v: VOID>) USING delta",
            "INSERT INTO %1$s VALUES (1, named_struct('x', 1, 'v', NULL)), (2, NULL)"));
    tables.add(
        SparkTable.of(
            "nested_types",
            3,
            List.of(),
            "",
            "CREATE TABLE %1$s (id BIGINT, m MAP<STRING, ARRAY<STRUCT<x: DECIMAL(38,10), y: BINARY>>>,"
                + " l ARRAY<ARRAY<DOUBLE>>) USING delta",
            "INSERT INTO %1$s VALUES (1, map('k', array(named_struct('x', -0.0000000001BD, 'y', X'00FF'), NULL)),"
                + " array(array(double('NaN'), -0.0D, NULL), NULL, array())), (2, map(), array()), (3, NULL, NULL)"));
    return tables;
  }

  private static List<SparkTable> partitions() {
    String values =
        Stream.of("a%b", "a%25b", "a/b", "a b", "=", "\\'", "\"", "é😀", ":", "{x}", "")
            .map(p -> "(0, '" + p.replace("%", "%%") + "')")
            .collect(joining(", "));
    return List.of(
        SparkTable.of(
            "partitions_special",
            12,
            List.of(),
            "p=a%25b/.*\\.parquet",
            "CREATE TABLE %1$s (id BIGINT, p STRING) USING delta PARTITIONED BY (p)",
            "INSERT INTO %1$s VALUES (1, NULL), " + values),
        SparkTable.with(
            "spark.sql.session.timeZone",
            "America/New_York",
            "partitions_of_every_type",
            3,
            List.of(),
            "",
            "CREATE TABLE %1$s (id BIGINT, b BOOLEAN, y TINYINT, i INT, f DOUBLE, d DATE, t TIMESTAMP, c DECIMAL(38,10))"
                + " USING delta PARTITIONED BY (b, y, i, f, d, t, c)",
            "INSERT INTO %1$s VALUES"
                + " (1, true, -128Y, 7, -1.5D, DATE'1582-10-04', TIMESTAMP'1850-01-01 00:00:00.000001', 1.5BD),"
                + " (2, false, 127Y, -7, double('Infinity'), DATE'9999-12-31', TIMESTAMP'2024-07-01 12:00:00', -0.0000000001BD),"
                + " (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL)"));
  }
}
