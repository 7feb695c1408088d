package org.tarnlake.data;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;

/** parquet-java as an independent reader and writer of Parquet, without Hadoop. */
public final class ParquetJava {
  private ParquetJava() {}

  /** All records of a file, as parquet-java's example model has them. */
  static List<Group> read(Path file) throws IOException {
    List<Group> records = new ArrayList<>();
    try (ParquetReader<Group> reader = new Reading(file).withCodecFactory(new Codecs()).build()) {
      for (Group record = reader.read(); record != null; record = reader.read()) {
        records.add(record);
      }
    }
    return records;
  }

  /**
   * How parquet-java is to write.
   *
   * @param split whether numbers are written byte by byte (BYTE_STREAM_SPLIT)
   */
  public record Style(WriterVersion version, boolean dictionary, boolean split, int pageRows) {}

  public static void write(Path file, MessageType schema, List<Group> records, Style style)
      throws IOException {
    write(file, schema, records, style, Map.of());
  }

  /** As above, with properties in the footer. */
  public static void write(
      Path file,
      MessageType schema,
      List<Group> records,
      Style style,
      Map<String, String> properties)
      throws IOException {
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withConf(new PlainParquetConfiguration())
            .withType(schema)
            .withExtraMetaData(properties)
            .withWriterVersion(style.version())
            .withDictionaryEncoding(style.dictionary())
            .withByteStreamSplitEncoding(style.split())
            .withPageRowCountLimit(style.pageRows())
            .withRowGroupSize(200_000L)
            .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
            .build()) {
      for (Group record : records) {
        writer.write(record);
      }
    }
  }

  private static final class Reading extends ParquetReader.Builder<Group> {
    Reading(Path file) {
      super(new LocalInputFile(file), new PlainParquetConfiguration());
    }

    @Override
    protected ReadSupport<Group> getReadSupport() {
      return new GroupReadSupport();
    }
  }

  /** What parquet-java needs to decompress Tarn's pages. */
  private static final class Codecs implements CompressionCodecFactory {
    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
      throw new UnsupportedOperationException();
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
      return new Decompressing(codec);
    }

    @Override
    public void release() {}
  }

  private record Decompressing(CompressionCodecName codec)
      implements CompressionCodecFactory.BytesInputDecompressor {
    @Override
    public BytesInput decompress(BytesInput bytes, int size) throws IOException {
      byte[] compressed = bytes.toInputStream().readAllBytes();
      return BytesInput.from(
          codec == CompressionCodecName.UNCOMPRESSED
              ? compressed
              : Zstd.decompress(compressed, size));
    }

    @Override
    public void decompress(ByteBuffer input, int compressed, ByteBuffer output, int size) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void release() {}
  }
}
