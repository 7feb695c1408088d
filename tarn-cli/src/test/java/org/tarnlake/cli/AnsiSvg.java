package org.tarnlake.cli;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Draws what a command printed on a terminal as an SVG picture. Stateless. */
final class AnsiSvg {
  private static final Pattern STYLED = Pattern.compile("\u001b\\[(\\d+)m(.*?)\u001b\\[0m");
  private static final int LINE_HEIGHT = 18;
  private static final int MARGIN = 20;
  private static final int TOP = 48;

  private AnsiSvg() {}

  static String draw(String title, String text, int columns) {
    List<String> lines = text.lines().toList();
    int width = columns * 8 + 2 * MARGIN;
    int height = TOP + lines.size() * LINE_HEIGHT + MARGIN;
    StringBuilder svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="13">
        <title>%s</title>
        <style>text{fill:#d8dee9;white-space:pre} .s1{fill:#ffffff;font-weight:bold} .s2{fill:#7b8494} .s31{fill:#ff7b72} .s32{fill:#7ee787} .s36{fill:#79c0ff}</style>
        <rect width="100%%" height="100%%" rx="10" fill="#0d1117"/>
        <circle cx="22" cy="20" r="6" fill="#ff5f56"/><circle cx="42" cy="20" r="6" fill="#ffbd2e"/><circle cx="62" cy="20" r="6" fill="#27c93f"/>
        """
            .formatted(width, height, escape(title)));
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isEmpty()) {
        svg.append(
                "<text xml:space=\"preserve\" x=\"%d\" y=\"%d\">"
                    .formatted(MARGIN, TOP + i * LINE_HEIGHT + 12))
            .append(spans(lines.get(i)))
            .append("</text>\n");
      }
    }
    return svg.append("</svg>\n").toString();
  }

  private static String spans(String line) {
    StringBuilder out = new StringBuilder();
    Matcher matcher = STYLED.matcher(line);
    int end = 0;
    while (matcher.find()) {
      out.append(escape(line.substring(end, matcher.start())));
      out.append(
          "<tspan class=\"s%s\">%s</tspan>".formatted(matcher.group(1), escape(matcher.group(2))));
      end = matcher.end();
    }
    return out.append(escape(line.substring(end))).toString();
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
