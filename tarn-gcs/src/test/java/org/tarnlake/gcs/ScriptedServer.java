package org.tarnlake.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.tarnlake.store.remote.RemoteServer;
import org.tarnlake.store.remote.Variables;

/** Gives one answer after the other, whatever is asked: answers that emulators do not give. */
final class ScriptedServer implements AutoCloseable {
  /**
   * An answer.
   *
   * @param headers beside the length
   */
  record Answer(int status, Map<String, String> headers, String body) {
    Answer(int status, String body) {
      this(status, Map.of("Content-Type", "application/json"), body);
    }
  }

  private final HttpServer server;
  private final ConcurrentLinkedQueue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final List<String> seen = new CopyOnWriteArrayList<>();

  ScriptedServer(Answer... answers) throws IOException {
    this.answers.addAll(List.of(answers));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    String range = exchange.getRequestHeaders().getFirst("Content-Range");
    seen.add(
        exchange.getRequestMethod()
            + " "
            + exchange.getRequestURI()
            + (range == null ? "" : " " + range));
    Answer next = answers.remove();
    next.headers().forEach(exchange.getResponseHeaders()::set);
    byte[] body = next.body().getBytes(UTF_8);
    exchange.sendResponseHeaders(next.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Requests so far; those that end a range of bytes have it behind them. */
  List<String> seen() {
    return List.copyOf(seen);
  }

  GcsObjects objects() {
    GcsSettings settings =
        GcsSettings.of(new Variables(Map.of("STORAGE_EMULATOR_HOST", endpoint())));
    return new GcsObjects(GcsClient.of(settings), "b", settings, RemoteServer.withoutWaiting());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
