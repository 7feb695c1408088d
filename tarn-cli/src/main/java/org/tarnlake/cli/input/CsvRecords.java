package org.tarnlake.cli.input;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.cli.terminal.Failure;
import org.tarnlake.cli.terminal.Words;

/**
 * The records of a CSV file as RFC 4180 tells, line by line. Quotes inside an unquoted field stand
 * for themselves. One thread at a time.
 */
final class CsvRecords implements AutoCloseable {
  /** A string of Java's has no more than twice as many. */
  private static final int MAX_FIELD_CHARACTERS = 1 << 30;

  private final InputFile file;
  private final QuoteCounter text;
  private final Handler handler = new Handler();
  private final CsvReader<CsvRecord> reader;
  private final CloseableIterator<CsvRecord> records;

  CsvRecords(InputFile file, char delimiter) {
    this.file = file;
    this.text = new QuoteCounter(new InputStreamReader(file.open(), StandardCharsets.UTF_8));
    this.reader =
        CsvReader.builder()
            .fieldSeparator(delimiter)
            .commentCharacter(delimiter == '#' ? '!' : '#') // Of no meaning, but it must differ.
            .maxBufferSize(MAX_FIELD_CHARACTERS)
            .skipEmptyLines(false)
            .allowExtraFields(true)
            .allowMissingFields(true)
            .build(handler, text);
    this.records = reader.iterator();
  }

  /** The next record; null at the end of the file. */
  @Nullable CsvRecord next() {
    CsvRecord record = null;
    try {
      if (records.hasNext()) {
        record = records.next();
        // The library takes the end of the file for the end of an open quote; an odd quote tells.
        if (!records.hasNext() && (text.quotes - handler.bareQuotes) % 2 != 0) {
          throw new Failure(
              "%s:%s: a quote that opens in this record is never closed; close it, or double the quotes inside a field"
                  .formatted(file.name(), record.line()));
        }
      }
      return record;
    } catch (CsvParseException | UncheckedIOException e) {
      throw failure(e);
    } catch (OutOfMemoryError e) {
      throw file.tooLarge(handler.line, e);
    }
  }

  private RuntimeException failure(RuntimeException e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
      if (cause instanceof Failure failure) {
        return failure;
      }
    }
    if (cause instanceof IOException io) {
      return file.unreadable(io);
    }
    return new Failure(
        "%s:%s: %s".formatted(file.name(), handler.line, words(String.valueOf(cause.getMessage()))),
        e);
  }

  /** The library's words in the user's. */
  private static String words(String message) {
    if (message.contains("closing quote")) {
      int quoted = message.indexOf('\'');
      String shown =
          quoted < 0 ? "" : message.substring(quoted, message.lastIndexOf('\'') + 1) + " ";
      return shown
          + "stands behind a closing quote; quote the whole field, and double the quotes inside it";
    }
    return message.contains("buffer size")
        ? "a field of more than %s characters begins in this record; is a quote never closed?"
            .formatted(Words.number(MAX_FIELD_CHARACTERS))
        : message;
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw file.unreadable(e);
    }
  }

  /** Collects the fields of a record. */
  private static final class Handler extends AbstractBaseCsvCallbackHandler<CsvRecord> {
    private final List<@Nullable String> fields = new ArrayList<>();
    private long line;
    private long bareQuotes;

    @Override
    protected void handleBegin(long startingLineNumber) {
      line = startingLineNumber;
      fields.clear();
    }

    @Override
    protected void handleField(int index, char[] buffer, int offset, int length, boolean quoted) {
      if (!quoted) {
        for (int i = offset; i < offset + length; i++) {
          bareQuotes += buffer[i] == '"' ? 1 : 0;
        }
      }
      fields.add(length == 0 && !quoted ? null : new String(buffer, offset, length));
    }

    @Override
    protected void handleEmpty() {
      fields.add(null);
    }

    @Override
    protected CsvRecord buildRecord() {
      return new CsvRecord(line, fields);
    }
  }

  /** Counts the quotes that pass. */
  private static final class QuoteCounter extends FilterReader {
    private long quotes;

    QuoteCounter(Reader in) {
      super(in);
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
      int count = super.read(buffer, offset, length);
      for (int i = offset; i < offset + count; i++) {
        quotes += buffer[i] == '"' ? 1 : 0;
      }
      return count;
    }
  }
}
