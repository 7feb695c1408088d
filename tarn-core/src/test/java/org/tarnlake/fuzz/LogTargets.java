package org.tarnlake.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.tarnlake.CheckDepth;
import org.tarnlake.Dump;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.Rows;
import org.tarnlake.Table;
import org.tarnlake.env.Environment;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.TarnException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.lake.LakeCheckpoint;
import org.tarnlake.lake.LakeIdentity;
import org.tarnlake.lake.LakeNames;
import org.tarnlake.lake.LakeState;
import org.tarnlake.lake.LogEntry;
import org.tarnlake.lake.LogEntryCodec;
import org.tarnlake.lake.TableCommit;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.ManualTime;

/** The lake's own files. Stateless. */
final class LogTargets {
  private static final Pattern VERSION = Pattern.compile("\"lakeVersion\":([1-9][0-9]{0,17})");
  private static final LakeIdentity IDENTITY = new LakeIdentity(1, new UUID(1, 2), 3);

  private LogTargets() {}

  /** A log entry, as it is and with an end line that fits. */
  static void logEntry(byte[] input) {
    entry(1, input);
    byte[] sealed = sealed(input);
    LogEntry entry = entry(version(input), sealed);
    if (entry == null) {
      return;
    }
    byte[] written = LogEntryCodec.encode(entry);
    LogEntry again = LogEntryCodec.decode(entry.lakeVersion(), written);
    assertThat(LogEntryCodec.encode(again)).isEqualTo(written);
    for (TableCommit commit : entry.tableCommits()) {
      if (commit.lines() != null) {
        TableTargets.actions(commit.lines());
      }
    }
  }

  private static LogEntry entry(long version, byte[] bytes) {
    try {
      return LogEntryCodec.decode(version, bytes);
    } catch (CorruptionException | UnsupportedTableException e) {
      return null;
    }
  }

  /** A lake checkpoint, as it is and with an end line that fits. */
  static void lakeCheckpoint(byte[] input) {
    checkpoint(1, input);
    LakeCheckpoint.Content read = checkpoint(version(input), sealed(input));
    if (read != null) {
      byte[] written = LakeCheckpoint.encode(read.state(), read.lags());
      LakeCheckpoint.Content again = LakeCheckpoint.decode(read.state().version(), written);
      assertThat(LakeCheckpoint.encode(again.state(), again.lags())).isEqualTo(written);
    }
  }

  private static LakeCheckpoint.Content checkpoint(long version, byte[] bytes) {
    try {
      return LakeCheckpoint.decode(version, bytes);
    } catch (CorruptionException | UnsupportedTableException e) {
      return null;
    }
  }

  static void identity(byte[] input) {
    try {
      LakeIdentity identity = LakeIdentity.read(input);
      assertThat(LakeIdentity.read(identity.toBytes())).isEqualTo(identity);
    } catch (CorruptionException | UnsupportedTableException e) {
      assertThat(e).hasMessageContaining(LakeNames.IDENTITY);
    }
  }

  /** A hint decides where reading starts, and never what is read. */
  static void hint(byte[] input) throws Exception {
    try (MemoryStore store = new MemoryStore()) {
      store.putIfAbsent(LakeNames.IDENTITY, IDENTITY.toBytes());
      LakeState state = LakeState.initial(IDENTITY);
      for (int version = 1; version <= 3; version++) {
        LogEntry entry =
            new LogEntry(
                state.end(),
                version,
                new UUID(0, version),
                0,
                version,
                "snapshot",
                "x",
                "x",
                1,
                List.of(),
                List.of(),
                List.of());
        byte[] bytes = LogEntryCodec.encode(entry);
        store.putIfAbsent(LakeNames.entry(version), bytes);
        state = state.apply(entry, bytes);
        if (version == 2) {
          store.putIfAbsent(LakeNames.checkpoint(2), LakeCheckpoint.encode(state));
        }
      }
      store.put(LakeNames.LAST_CHECKPOINT, input);
      try (Lake lake = Lake.open(store, new ManualTime().environment())) {
        assertThat(lake.latest().version()).isEqualTo(3);
      }
    }
  }

  /** A lake of one entry, the input with an end line that fits, read, checked and dumped. */
  static void lake(byte[] input) throws Exception {
    Environment environment = new ManualTime().environment();
    try (MemoryStore store = new MemoryStore()) {
      store.putIfAbsent(LakeNames.IDENTITY, IDENTITY.toBytes());
      store.putIfAbsent(LakeNames.entry(1), sealed(input));
      assertThat(Finding.of(store, CheckDepth.DATA)).isNotNull();
      Dump.object(store, LakeNames.entry(1), line -> {});
      try (Lake lake = Lake.open(store, environment)) {
        lake.history(3).forEach(commit -> assertThat(commit.version()).isEqualTo(1));
        for (Table table : lake.latest().tables()) {
          read(table);
        }
      } catch (TarnException e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
    }
  }

  private static void read(Table table) {
    try (Rows rows = table.scan().limit(3).rows()) {
      assertThat(table.fileCount()).isNotNegative();
      while (rows.next()) {
        assertThat(rows.type()).isEqualTo(table.schema().columns());
      }
    } catch (TarnException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }

  /** The version that the text promises, so that a decoder asked for it goes on reading. */
  private static long version(byte[] input) {
    Matcher matcher = VERSION.matcher(new String(input, UTF_8));
    return matcher.find() ? Long.parseLong(matcher.group(1)) : 1;
  }

  /** The lines before an end line, with one that fits. */
  static byte[] sealed(byte[] input) {
    String end = "{\"end\":";
    int length = input.length;
    for (int i = Math.max(0, length - 60); i + end.length() <= input.length; i++) {
      boolean lineStart = i == 0 || input[i - 1] == '\n';
      if (lineStart && new String(input, i, end.length(), UTF_8).equals(end)) {
        length = i;
        break;
      }
    }
    boolean open = length > 0 && input[length - 1] != '\n';
    byte[] body = java.util.Arrays.copyOf(input, length + (open ? 1 : 0));
    int lines = 0;
    if (open) {
      body[length] = '\n';
    }
    for (byte each : body) {
      lines += each == '\n' ? 1 : 0;
    }
    CRC32C crc = new CRC32C();
    crc.update(body);
    byte[] last =
        "{\"end\":{\"lines\":%d,\"crc32c\":%d}}\n".formatted(lines, crc.getValue()).getBytes(UTF_8);
    byte[] sealed = java.util.Arrays.copyOf(body, body.length + last.length);
    System.arraycopy(last, 0, sealed, body.length, last.length);
    return sealed;
  }
}
