package org.tarnlake.cli;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.cli.input.CsvOptions;
import org.tarnlake.cli.input.CsvOptions.FirstLine;
import org.tarnlake.cli.input.TextForms;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that say what text files are like. */
final class CsvFlags {
  @Option(
      names = "--delimiter",
      paramLabel = "C",
      converter = Delimiter.Converter.class,
      description = "what separates CSV fields, \\t being a tab; default: the file tells")
  private @Nullable Delimiter delimiter;

  @Option(
      names = "--quote",
      paramLabel = "C",
      description = "what CSV fields are quoted by; '' for nothing; default: \"")
  private String quote = "\"";

  @Option(
      names = "--escape",
      paramLabel = "C",
      description = "what stands before a quote that is text within quotes, besides a quote: '\\'")
  private String escape = "";

  @Option(names = "--header", description = "the first line of a CSV file names the columns")
  private boolean header;

  @Option(names = "--no-header", description = "the first line of a CSV file is a row")
  private boolean noHeader;

  @Option(
      names = "--columns",
      paramLabel = "A,B",
      description = "the names of the columns of CSV files without a header")
  private List<String> columns = List.of();

  @Option(
      names = "--skip",
      paramLabel = "N",
      converter = Limit.Converter.class,
      description = "so many lines in front of a CSV file are no part of it")
  private @Nullable Limit skip;

  @Option(
      names = "--comment",
      paramLabel = "C",
      description = "lines of a CSV file that begin with it are no part of it")
  private String comment = "";

  @Option(
      names = "--null",
      paramLabel = "A,B",
      description = "what stands for null in a CSV file, unquoted, besides nothing")
  private List<String> nulls = List.of();

  @Option(
      names = "--decimal-comma",
      description = "numbers of a CSV file have a comma before their decimals")
  private boolean decimalComma;

  @Option(
      names = "--thousands",
      paramLabel = "C",
      description =
          "what groups the digits of numbers of a CSV file by three: , or . or ' or _ or ' '")
  private String thousands = "";

  @Option(
      names = "--date-format",
      paramLabel = "FORMAT",
      description =
          "how dates or times of a CSV file are written: dd.MM.yyyy or \"MM/dd/yyyy HH:mm\"; may be"
              + " repeated")
  private List<String> dateFormats = List.of();

  @Option(
      names = "--encoding",
      paramLabel = "NAME",
      converter = Encoding.class,
      description = "of text files, such as windows-1252 or UTF-16; default: UTF-8")
  private Charset encoding = StandardCharsets.UTF_8;

  /** Reads the name of a character set. */
  static final class Encoding implements ITypeConverter<Charset> {
    @Override
    public Charset convert(String name) {
      try {
        return Charset.forName(name);
      } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
        throw new TypeConversionException(
            "'%s' is no known encoding; give one such as windows-1252, ISO-8859-1 or UTF-16"
                .formatted(name));
      }
    }
  }

  Charset encoding() {
    return encoding;
  }

  /**
   * What they say of CSV files.
   *
   * @throws WrongUsage if they contradict one another
   */
  CsvOptions csv() {
    List<String> names = split("--columns", columns);
    for (String name : names) {
      if (ColumnList.isTyped(name)) {
        throw new WrongUsage(
            "--columns takes names alone, without types as in '%s'; add --types \"%s\""
                .formatted(name, name));
      }
    }
    if (header && (noHeader || !names.isEmpty())) {
      throw new WrongUsage(
          "a file has a header or has none: --header does not go with --no-header and --columns; other names for a header's: --skip 1 --columns A,B");
    }
    FirstLine firstLine =
        header ? FirstLine.NAMES : noHeader || !names.isEmpty() ? FirstLine.ROW : FirstLine.UNKNOWN;
    return new CsvOptions(
        delimiter == null ? null : delimiter.character(),
        character("--quote", quote),
        escape(),
        firstLine,
        names,
        skip == null ? 0 : skip.count(),
        character("--comment", comment),
        nulls.stream().flatMap(list -> List.of(list.split(",", -1)).stream()).toList(),
        forms());
  }

  private char escape() {
    char found = character("--escape", escape);
    boolean isQuote = escape.equals(quote);
    if (found != 0 && quote.isEmpty()) {
      throw new WrongUsage("--escape is for what is quoted, and --quote '' says that nothing is");
    }
    return isQuote ? 0 : found;
  }

  private TextForms forms() {
    char grouping = thousands();
    if (!decimalComma && grouping == 0 && dateFormats.isEmpty()) {
      return CsvOptions.DEFAULT.values();
    }
    for (String each : dateFormats) {
      if (each.indexOf('%') >= 0) {
        throw new WrongUsage(
            "--date-format '%s' is written in letters: dd.MM.yyyy HH:mm:ss for %%d.%%m.%%Y %%H:%%M:%%S"
                .formatted(each));
      }
      try {
        TextForms.of(false, (char) 0, List.of(each));
      } catch (IllegalArgumentException e) {
        throw new WrongUsage(
            "--date-format '%s' is none; write it in letters such as dd.MM.yyyy HH:mm:ss: %s"
                .formatted(each, e.getMessage()));
      }
    }
    return TextForms.of(decimalComma, grouping, dateFormats);
  }

  private char thousands() {
    if (thousands.isEmpty()) {
      return 0;
    }
    if (thousands.length() > 1 || ",.'_ \u00a0\u202f\u2019".indexOf(thousands) < 0) {
      throw new WrongUsage(
          "--thousands takes what groups digits, one of , . ' _ and ' ', not '%s'"
              .formatted(thousands));
    }
    char grouping = thousands.charAt(0);
    if (grouping == (decimalComma ? ',' : '.')) {
      throw new WrongUsage(
          decimalComma
              ? "--thousands , and --decimal-comma give the comma two meanings; give one"
              : "--thousands . leaves no point for decimals; add --decimal-comma");
    }
    return grouping;
  }

  private static List<String> split(String option, List<String> lists) {
    List<String> all = new ArrayList<>();
    lists.forEach(list -> all.addAll(ColumnList.split(option, list)));
    return all;
  }

  private static char character(String option, String text) {
    if (text.isEmpty()) {
      return 0;
    }
    if (text.length() > 1 || text.charAt(0) > 0x7E || text.charAt(0) <= ' ') {
      throw new WrongUsage("%s takes one character of ASCII, not '%s'".formatted(option, text));
    }
    return text.charAt(0);
  }
}
