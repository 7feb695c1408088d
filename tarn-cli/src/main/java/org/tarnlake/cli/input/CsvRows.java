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
  private final InOrder<TextBlock, CsvRowParser.Rows> blocks;
  private CsvRowParser.Rows block = NO_ROWS;
  private int next;
  private int nextWrong;

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
    ConcurrentLinkedQueue<CsvRowParser> idle = new ConcurrentLinkedQueue<>();
    this.blocks =
        text.work(
            part -> {
              CsvRowParser found = idle.poll();
              CsvRowParser parser =
                  found != null ? found : new CsvRowParser(rules, columns, ordinals);
              CsvRowParser.Rows rows =
                  parser.parse(part, likely == null ? null : CsvGuess.ofNothing(rules));
              idle.add(parser);
              return rows;
            });
  }

  @Override
  public @Nullable Object @Nullable [] next() {
    while (true) {
      List<WrongRecord> wrong = block.wrong();
      if (nextWrong < wrong.size() && wrong.get(nextWrong).rowsBefore() == next) {
        reject(wrong.get(nextWrong++));
      } else if (next < block.rows().size()) {
        return block.rows().get(next++);
      } else {
        text.passLines(block.lines());
        CsvRowParser.Rows following = text.next(blocks);
        block = following == null ? NO_ROWS : following;
        next = 0;
        nextWrong = 0;
        if (likely != null && block.seen() != null) {
          likely.add(block.seen(), text.linesBefore());
        }
        if (following == null) {
          return null;
        }
      }
    }
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
    blocks.close();
    text.close();
  }
}
