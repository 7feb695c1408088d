package org.tarnlake.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.store.MemoryStore;

/** Few bytes that claim to be many are refused before memory is taken for them. */
class HugeClaimsTest {
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

  private static void assertCorrupt(int... footer) throws Exception {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(FooterWriter.MAGIC);
    for (int each : footer) {
      file.write(each);
    }
    file.writeBytes(
        ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(footer.length).array());
    file.writeBytes(FooterWriter.MAGIC);
    MemoryStore store = new MemoryStore();
    store.putIfAbsent("f", file.toByteArray());
    long before = THREAD.getCurrentThreadAllocatedBytes();
    assertThatThrownBy(() -> TestFiles.open(store, "f"))
        .isInstanceOf(CorruptionException.class)
        .hasMessageStartingWith("data file f is corrupt: its footer cannot be read");
    assertThat(THREAD.getCurrentThreadAllocatedBytes() - before).isLessThan(20L << 20);
  }
}
