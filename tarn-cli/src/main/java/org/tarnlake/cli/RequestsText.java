package org.tarnlake.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import org.tarnlake.cli.output.TextTable;
import org.tarnlake.cli.output.TextTable.Column;
import org.tarnlake.cli.terminal.Terminal;
import org.tarnlake.cli.terminal.Words;
import org.tarnlake.store.ServerRequests;

/** What a command asked of an object store, for its error stream. Stateless. */
final class RequestsText {
  private RequestsText() {}

  static void print(List<ServerRequests.Count> counts, Terminal terminal) {
    if (counts.isEmpty()) {
      terminal.errorLine("No request was sent to an object store.");
      return;
    }
    TextTable table =
        new TextTable(
            (bytes, offset, length) -> terminal.error(new String(bytes, offset, length, UTF_8)),
            terminal.errorStyle(),
            terminal.width(),
            List.of(
                Column.text("request"),
                Column.number("sent"),
                Column.number("bytes sent"),
                Column.number("bytes received")));
    long requests = 0;
    long sent = 0;
    long received = 0;
    for (ServerRequests.Count each : counts) {
      row(table, each.kind(), each.requests(), each.sentBytes(), each.receivedBytes());
      requests += each.requests();
      sent += each.sentBytes();
      received += each.receivedBytes();
    }
    row(table, "all", requests, sent, received);
    table.end();
  }

  private static void row(TextTable table, String kind, long requests, long sent, long received) {
    table.row(kind, Words.number(requests), Words.bytes(sent), Words.bytes(received));
  }
}
