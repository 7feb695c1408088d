package org.tarnlake.cli.input;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tarnlake.cli.input.TextFiles.NOTHING;
import static org.tarnlake.cli.input.TextFiles.READING;
import static org.tarnlake.cli.input.TextFiles.input;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.cli.terminal.Failure;

/** What is told of a file that is in another encoding than was said. */
class CsvEncodingTest {
  @TempDir Path folder;

  @Test
  void bytesThatAreNoUtf8AreToldWithTheirLine() {
    byte[] latin1 = "id,name\r\n1,ok\r\n2,Z\u00fcrich\r\n".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> input(folder.resolve("l.csv"), latin1).inferColumns(NOTHING, READING))
        .isInstanceOf(Failure.class)
        .hasMessage(
            folder
                + "/l.csv:3: byte 0xfc is no valid UTF-8 here; name the encoding of the file, for example --encoding windows-1252");
    byte[] noWindows = {'a', '\n', (byte) 0x81, '\n'};
    assertThatThrownBy(
            () -> input(folder.resolve("w.csv"), noWindows).inferColumns(NOTHING, READING))
        .hasMessage(
            folder
                + "/w.csv:2: byte 0x81 is no valid UTF-8 here; name the encoding of the file by --encoding");
    byte[] followed = "a\n\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(
            () -> input(folder.resolve("f.csv"), followed).inferColumns(NOTHING, READING))
        .hasMessageStartingWith(folder + "/f.csv:2: byte 0xe9 is no valid UTF-8 here");
    byte[] cutOff = {'a', '\n', (byte) 0xE2, (byte) 0x82};
    assertThatThrownBy(() -> input(folder.resolve("c.csv"), cutOff).inferColumns(NOTHING, READING))
        .hasMessage(
            folder
                + "/c.csv:2: the file ends in the middle of a UTF-8 character; it seems cut off");
    byte[] utf16 = {(byte) 0xFF, (byte) 0xFE, 'a', 0};
    assertThatThrownBy(() -> input(folder.resolve("u.csv"), utf16).inferColumns(NOTHING, READING))
        .hasMessage(folder + "/u.csv is UTF-16; add --encoding UTF-16");
  }
}
