package org.tarnlake.cli.input;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tarnlake.cli.input.CsvRowParser.WrongRecord;
import org.tarnlake.cli.work.InOrder;
import org.tarnlake.row.Batch;
import org.tarnlake.schema.StructType;

/** The rows of a CSV file, made by several threads. One thread at a time. */
final class CsvRows implements RowReader {
  private static final CsvRowParser.Rows NO_ROWS =
      new CsvRowParser.Rows(TextBlock.EMPTY, List.of(), new int[0], new int[0], 0, List.of(), null);

  private final String name;
  private final int[] ordinals;
  private final BitSet present;
  private final StructType columns;
  private final CsvText text;
  private final CsvRecordRules rules;
  private final @Nullable CsvLikelyColumns likely;
  private final InOrder<TextBlock, Part> parts;

  /** The block whose rows are read; one without rows while it is read by column. */
  private CsvRowParser.Rows block = NO_ROWS;

  /** The block that is read by column, if it is. */
  private CsvBatchParser.@Nullable Rows batch;

  private int next;
  private int nextWrong;

  /** A block that was read, in one of two ways. */
  private record Part(CsvBatchParser.@Nullable Rows batch, CsvRowParser.@Nullable Rows rows) {}

  /** Reads one block after another: by column where that goes, else row by row. */
  private static final class Parser {
    private final CsvRecordRules rules;
    private final CsvRowParser rows;
    private final @Nullable CsvBatchParser batches;
    private final boolean counts;

    Parser(CsvRecordRules rules, StructType columns, int[] ordinals, boolean counts) {
      this.rules = rules;
      this.rows = new CsvRowParser(rules, columns, ordinals);
      this.batches =
          CsvBatchParser.suits(columns) ? new CsvBatchParser(rules, columns, ordinals) : null;
      this.counts = counts;
    }

    Part parse(TextBlock block) {
      CsvBatchParser.Rows batch = batches == null ? null : batches.parse(block, seen());
      return batch == null ? new Part(null, rows.parse(block, seen())) : new Part(batch, null);
    }

    private @Nullable CsvGuess seen() {
      return counts ? CsvGuess.ofNothing(rules) : null;
    }
  }

  /**
   * @param ordinals for each field of the file the ordinal of its column in the table
   * @param likely counts what the rows have; null if nobody does
   */
  CsvRows(
      String name,
      CsvText text,
      StructType columns,
      int[] ordinals,
      @Nullable CsvLikelyColumns likely) {
    this.name = name;
    this.text = text;
    this.rules = CsvRecordRules.of(text);
    this.likely = likely;
    this.ordinals = ordinals;
    this.present = RowReader.setOf(ordinals);
    this.columns = columns;
    // Parsers remember strings, so they go on from one block to another.
    ConcurrentLinkedQueue<Parser> idle = new ConcurrentLinkedQueue<>();
    this.parts =
        text.work(
            part -> {
              Parser found = idle.poll();
              Parser parser =
                  found != null ? found : new Parser(rules, columns, ordinals, likely != null);
              Part read = parser.parse(part);
              idle.add(parser);
              return read;
            });
  }

  @Override
  public @Nullable Batch nextBatch() {
    while (!isAtRow()) {
      if (!nextBlock()) {
        return null;
      }
      if (batch != null && batch.batch().rowCount() > 0) {
        return batch.batch();
      }
    }
    return null;
  }

  @Override
  public void readAgain() {
    if (batch == null) {
      throw new IllegalStateException("there was no batch");
    }
    block = new CsvRowParser(rules, columns, ordinals).parse(batch.block(), null);
    batch = null;
  }

  @Override
  public @Nullable Object @Nullable [] next() {
    while (!isAtRow()) {
      if (!nextBlock()) {
        return null;
      }
      if (batch != null) {
        readAgain();
      }
    }
    return block.rows().get(next++);
  }

  /** Whether the block has a row that comes next; tells of the records before it that are none. */
  private boolean isAtRow() {
    List<WrongRecord> wrong = block.wrong();
    while (nextWrong < wrong.size() && wrong.get(nextWrong).rowsBefore() == next) {
      reject(wrong.get(nextWrong++));
    }
    return next < block.rows().size();
  }

  /** Goes to the next block; false at the end. */
  private boolean nextBlock() {
    text.passLines(batch == null ? block.lines() : batch.lines());
    Part part = text.next(parts);
    batch = part == null ? null : part.batch();
    block = part == null || part.rows() == null ? NO_ROWS : part.rows();
    next = 0;
    nextWrong = 0;
    CsvGuess seen = batch == null ? block.seen() : batch.seen();
    if (likely != null && seen != null) {
      likely.add(seen, text.linesBefore());
    }
    return part != null;
  }

  private void reject(WrongRecord wrong) {
    TextProblem problem = wrong.problem();
    Consumer<RejectedRow> rejected = text.rejected();
    if (rejected == null || !rules.passesOver(problem)) {
      throw text.failure(problem);
    }
    String reason = String.valueOf(problem.getMessage());
    rejected.accept(row(wrong.line(), wrong.lines(), problem.column(), reason, wrong.text()));
  }

  @Override
  public RejectedRow asRejected(@Nullable String column, String reason, Supplier<String> json) {
    TextBlock all = block.block();
    CsvCursor cursor =
        rules.cursor(new TextBlock(all.bytes(), block.rowStarts()[next - 1], all.to()));
    cursor.next();
    return row(
        block.rowLines()[next - 1], cursor.recordLines(), column, reason, cursor.record().shown());
  }

  /**
   * A row that is rejected.
   *
   * @param lineOfBlock how many lines of the block there are before it
   */
  private RejectedRow row(
      int lineOfBlock, int lines, @Nullable String column, String reason, String shown) {
    long line = text.linesBefore() + lineOfBlock + 1;
    String told = lines == 1 ? reason : reason + "; the row goes on to line " + (line + lines - 1);
    return new RejectedRow(line, lines, column, told, shown);
  }

  @Override
  public BitSet present() {
    return present;
  }

  @Override
  public List<String> notes() {
    List<String> notes = new ArrayList<>(text.dialect().notes());
    String[] header = text.header();
    for (int i = 0; i < ordinals.length && text.dialect().hasNames(); i++) {
      String name = columns.field(ordinals[i]).name();
      if (!name.equalsIgnoreCase(header[i].strip())) {
        notes.add("its column '%s' is called %s".formatted(header[i], name));
      }
    }
    return notes;
  }

  @Override
  public String position() {
    return name + ":" + (text.linesBefore() + block.rowLines()[next - 1] + 1);
  }

  @Override
  public void close() {
    parts.close();
    text.close();
  }
}
