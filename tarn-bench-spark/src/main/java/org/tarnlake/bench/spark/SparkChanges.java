package org.tarnlake.bench.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tarnlake.bench.Worker;
import org.tarnlake.bench.work.ChangeTask;
import org.tarnlake.bench.work.Changes;
import org.tarnlake.bench.work.Sample;

/** Sample rows changed by Spark's SQL in a Delta table with deletion vectors. */
public final class SparkChanges implements Changes {
  private static final StructType ROWS =
      new StructType()
          .add("id", DataTypes.LongType)
          .add("time", DataTypes.TimestampType)
          .add("amount", DataTypes.DoubleType)
          .add("name", DataTypes.StringType)
          .add("note", DataTypes.StringType);

  /** So many rows are handed over to Spark at once. */
  private static final int SOURCE_PART = 1_000_000;

  private final SparkSession spark;
  private final Path folder;
  private final String table;

  private SparkChanges(Path folder) {
    this.folder = folder.toAbsolutePath();
    table = "delta.`" + this.folder.resolve("table") + "`";
    spark = Sessions.delta(this.folder);
  }

  /** Serves {@link ChangeTask} in the folder that is the argument. */
  public static void main(String[] arguments) throws Exception {
    Worker.serve(() -> new ChangeTask(new SparkChanges(Path.of(arguments[0]))));
  }

  @Override
  public void write(long rows) {
    scatter(rows, 2);
  }

  @Override
  public void scatter(long rows, int files) {
    rows(
            spark
                .range(0, rows, 1, files)
                .map((MapFunction<Long, Long>) i -> Sample.scattered(i, rows), Encoders.LONG()),
            0)
        .write()
        .format("delta")
        .mode(SaveMode.Overwrite)
        .option("delta.enableDeletionVectors", "true")
        .save(folder.resolve("table").toString());
  }

  @Override
  public void compact() {
    spark.sql("OPTIMIZE " + table);
  }

  private static Dataset<Row> rows(Dataset<Long> ids, int version) {
    return ids.mapPartitions(
        (org.apache.spark.api.java.function.MapPartitionsFunction<Long, Row>)
            part -> sampleRows(part, version),
        Encoders.row(ROWS));
  }

  private static Iterator<Row> sampleRows(Iterator<Long> ids, int version) {
    Sample sample = new Sample();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return ids.hasNext();
      }

      @Override
      public Row next() {
        long id = ids.next();
        long i = id + ((long) version << 34);
        long micros = sample.micros(id);
        Timestamp time = new Timestamp(micros / 1000);
        time.setNanos((int) (micros % 1_000_000) * 1000);
        return RowFactory.create(id, time, sample.amount(i), sample.name(i), sample.note(i));
      }
    };
  }

  /** As Parquet files, which is what Spark's users merge from. */
  @Override
  public void prepare(long[] ids, int version) {
    String source = folder.resolve("source").toString();
    for (int from = 0; from < ids.length; from += SOURCE_PART) {
      List<Long> part =
          LongStream.of(ids).skip(from).limit(SOURCE_PART).boxed().collect(Collectors.toList());
      rows(spark.createDataset(part, Encoders.LONG()).repartition(2), version)
          .write()
          .mode(from == 0 ? SaveMode.Overwrite : SaveMode.Append)
          .parquet(source);
    }
    spark.read().parquet(source).createOrReplaceTempView("source");
  }

  @Override
  public void upsert() {
    spark.sql(
        "MERGE INTO "
            + table
            + " t USING source s ON t.id = s.id WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *");
  }

  @Override
  public void update(long[] ids) {
    spark.sql("UPDATE " + table + " SET amount = amount + 1 WHERE " + among(ids));
  }

  @Override
  public void delete(long[] ids) {
    spark.sql("DELETE FROM " + table + " WHERE " + among(ids));
  }

  private static String among(long[] ids) {
    return LongStream.of(ids)
        .mapToObj(Long::toString)
        .collect(Collectors.joining(", ", "id IN (", ")"));
  }

  @Override
  public String digest() {
    Row row =
        spark
            .sql("SELECT count(*), sum(id), sum(round(amount * 100)) FROM " + table)
            .collectAsList()
            .get(0);
    return row.getLong(0) + "-" + row.getLong(1) + "-" + (long) row.getDouble(2);
  }

  @Override
  public void close() throws IOException {
    spark.stop();
    Files.createDirectories(folder);
  }
}
