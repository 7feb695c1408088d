package org.tarnlake.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Consumer;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.Test;
import org.tarnlake.data.TestFiles;
import org.tarnlake.data.bytes.ByteOutput;
import org.tarnlake.data.bytes.FooterFormat;
import org.tarnlake.data.schema.ColumnMapping;
import org.tarnlake.data.schema.FileSchema;
import org.tarnlake.data.write.RunLengthEncoder;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;
import org.tarnlake.store.MemoryStore;

/** Few bytes that claim to be many are refused before memory is taken for them. */
class HugeClaimsTest {
  private static final StructType LISTS =
      new StructType(List.of(Field.optional("l", DataType.list(DataType.INT))));

  private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** A list of ninety million schema elements once took 360 MB before it was found wrong. */
  @Test
  void aFooterWithMoreSchemaElementsThanBytesIsCorrupt() throws Exception {
    // Field 1: version 1. Field 2: a list of structs, its length as a varint.
    assertCorrupt(0x15, 0x02, 0x19, 0xFC, 0x80, 0x95, 0xF5, 0x2A);
  }

  @Test
  void aFooterWithALongerTextThanItselfIsCorrupt() throws Exception {
    // Field 1: version 1. Field 6, five on: the writer's name of ninety million bytes.
    assertCorrupt(0x15, 0x02, 0x58, 0x80, 0x95, 0xF5, 0x2A);
  }

  @Test
  void aFooterWithLongerBinaryThanItselfIsCorrupt() throws Exception {
    // Field 4: one row group; its field 1: one column chunk; its field 3: metadata; its field 12:
    // statistics; their field 1: the greatest value, of ninety million bytes.
    assertCorrupt(0x15, 0x02, 0x39, 0x1C, 0x19, 0x1C, 0x3C, 0xCC, 0x18, 0x80, 0x95, 0xF5, 0x2A);
  }

  /** Structs in fields that nobody knows were once skipped by recursion without an end. */
  @Test
  void aFooterThatNestsWithoutEndIsCorrupt() throws Exception {
    int[] structs = new int[50_000];
    int[] lists = new int[50_000];
    for (int i = 0; i < structs.length; i++) {
      structs[i] = 0xFC;
      lists[i] = i == 0 ? 0xF9 : 0x19;
    }
    assertCorrupt(structs);
    assertCorrupt(lists);
  }

  /** A hundred million entries of a list in a few runs of levels once took gigabytes. */
  @Test
  void aListOfMoreEntriesThanBytesCouldTellIsRefused() throws Exception {
    int count = 100_000_000;
    ByteOutput page = new ByteOutput(64);
    levels(
        page,
        out -> {
          RunLengthEncoder.run(0, 1, 1, out);
          RunLengthEncoder.run(1, count - 1, 1, out);
        });
    levels(page, out -> RunLengthEncoder.run(2, count, 2, out));
    assertRefused(listFile(page, count, Encoding.PLAIN));
  }

  /** As many numbers that each differ from the one before by the same. */
  @Test
  void aPageOfMoreDeltasThanBytesCouldTellIsRefused() throws Exception {
    int count = 100_000_000;
    ByteOutput page = new ByteOutput(64);
    levels(
        page,
        out -> {
          RunLengthEncoder.run(0, 1, 1, out);
          RunLengthEncoder.run(1, count - 1, 1, out);
        });
    levels(page, out -> RunLengthEncoder.run(3, count, 2, out));
    page.putVarint(1 << 20);
    page.putVarint(1);
    page.putVarint(count);
    page.putVarint(0);
    for (int block = 0; block < 100; block++) {
      page.putVarint(0);
      page.write(0);
    }
    assertRefused(listFile(page, count, Encoding.DELTA_BINARY_PACKED));
  }

  private static void levels(ByteOutput page, Consumer<ByteOutput> runs) {
    ByteOutput levels = new ByteOutput(16);
    runs.accept(levels);
    page.putInt(levels.size());
    page.write(levels.array(), 0, levels.size());
  }

  /** A file of one row, a list of integers, in one page. */
  private static byte[] listFile(ByteOutput page, int count, Encoding encoding) throws Exception {
    PageHeader header = new PageHeader(PageType.DATA_PAGE, page.size(), page.size());
    header.setData_page_header(new DataPageHeader(count, encoding, Encoding.RLE, Encoding.RLE));
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(FooterFormat.magic());
    Util.writePageHeader(header, file);
    page.writeTo(file);
    List<SchemaElement> schema = FileSchema.of(LISTS, ColumnMapping.NONE).elements();
    List<String> path = FileSchema.of(LISTS, ColumnMapping.NONE).scalars().get(0).scalar().path();
    ColumnMetaData column =
        new ColumnMetaData(
            Type.INT32,
            List.of(encoding),
            path,
            CompressionCodec.UNCOMPRESSED,
            count,
            file.size() - 4,
            file.size() - 4,
            4);
    ColumnChunk chunk = new ColumnChunk(4).setMeta_data(column);
    RowGroup group = new RowGroup(List.of(chunk), file.size() - 4, 1);
    ByteArrayOutputStream footer = new ByteArrayOutputStream();
    Util.writeFileMetaData(new FileMetaData(1, schema, 1, List.of(group)), footer);
    file.writeBytes(footer.toByteArray());
    file.writeBytes(
        ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(footer.size()).array());
    file.writeBytes(FooterFormat.magic());
    return file.toByteArray();
  }

  private static void assertRefused(byte[] file) throws Exception {
    MemoryStore store = new MemoryStore();
    store.putIfAbsent("f", file);
    long before = THREAD.getCurrentThreadAllocatedBytes();
    assertThatThrownBy(() -> TestFiles.read(store, "f", LISTS))
        .isInstanceOf(UnsupportedTableException.class)
        .hasMessageContaining("data file f: 100000000 values in ");
    assertThat(THREAD.getCurrentThreadAllocatedBytes() - before).isLessThan(20L << 20);
  }

  private static void assertCorrupt(int... footer) throws Exception {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(FooterFormat.magic());
    for (int each : footer) {
      file.write(each);
    }
    file.writeBytes(
        ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(footer.length).array());
    file.writeBytes(FooterFormat.magic());
    MemoryStore store = new MemoryStore();
    store.putIfAbsent("f", file.toByteArray());
    long before = THREAD.getCurrentThreadAllocatedBytes();
    assertThatThrownBy(() -> TestFiles.open(store, "f"))
        .isInstanceOf(CorruptionException.class)
        .hasMessageStartingWith("data file f is corrupt: its footer cannot be read");
    assertThat(THREAD.getCurrentThreadAllocatedBytes() - before).isLessThan(20L << 20);
  }
}
