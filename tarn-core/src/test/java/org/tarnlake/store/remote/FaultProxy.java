package org.tarnlake.store.remote;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.tarnlake.env.Environment;

/**
 * A server on this machine that hands requests on to another one, and does to them what a rule
 * says. Clients take it for that server, or for a proxy. It understands as much of HTTP as that
 * needs. Safe for many threads.
 */
public final class FaultProxy implements AutoCloseable {
  /** What is done to one request. */
  public sealed interface Fate {
    /** The request gets through, and so does its answer. */
    record Passes() implements Fate {}

    /** The connection is cut before the server sees the request. */
    record CutBefore() implements Fate {}

    /** The connection is cut when the server has done what was asked. */
    record CutAfter() implements Fate {}

    /** The connection is cut, and the server sees the request a while later. */
    record Late(int millis) implements Fate {}

    /** The server does not see the request, and the client gets this answer. */
    record Answered(int status, String code) implements Fate {}

    /** As {@link Answered}, by a server whose clock is ahead by so much, and which minds. */
    record Skewed(Duration ahead) implements Fate {}

    /** The server does what was asked, and the client gets this answer. */
    record AnsweredAfter(int status, String code) implements Fate {}

    /** The answer takes a while. */
    record Slow(int millis) implements Fate {}

    /** The condition does not get through. */
    record Unconditional() implements Fate {}

    /** The name is looked for; if it is free, the request gets through without its condition. */
    record LookedForFirst(Answered taken) implements Fate {}
  }

  public static final Fate PASSES = new Fate.Passes();

  private final ServerSocket listening;
  private final int serverPort;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final BiFunction<Integer, String, HttpMessage> errors;
  private volatile Function<HttpMessage, Fate> rule = request -> PASSES;

  public FaultProxy(int serverPort) throws IOException {
    this(serverPort, HttpMessage::error);
  }

  /** A proxy that answers like Google. */
  public static FaultProxy ofGoogle(int serverPort) throws IOException {
    return new FaultProxy(serverPort, HttpMessage::jsonError);
  }

  private FaultProxy(int serverPort, BiFunction<Integer, String, HttpMessage> errors)
      throws IOException {
    this.serverPort = serverPort;
    this.errors = errors;
    this.listening = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  public int port() {
    return listening.getLocalPort();
  }

  public void rule(Function<HttpMessage, Fate> next) {
    rule = next;
  }

  /** The methods and paths of the requests so far, and forgets them. */
  public List<String> takeSeen() {
    List<String> taken = List.copyOf(seen);
    seen.clear();
    return taken;
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        open.add(client);
        threads.execute(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort)) {
      open.add(server);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      InputStream requests = new BufferedInputStream(client.getInputStream());
      InputStream answers = new BufferedInputStream(server.getInputStream());
      while (true) {
        HttpMessage request = HttpMessage.readRequest(requests, client.getOutputStream());
        if (request == null) {
          return;
        }
        seen.add(request.method() + " " + request.path());
        Fate fate = rule.apply(request);
        if (fate instanceof Fate.Late late) {
          client.close();
          pause(late.millis());
        }
        HttpMessage answer = answer(fate, request, server, answers);
        if (answer == null) {
          return;
        }
        boolean bare = request.method().equals("HEAD");
        (bare ? answer.withoutBody() : answer).write(client.getOutputStream());
      }
    } catch (IOException cut) {
      // One side has gone, which is what this is for.
    } finally {
      open.remove(client);
    }
  }

  /** What the client gets; null if nothing. */
  private HttpMessage answer(Fate fate, HttpMessage request, Socket server, InputStream answers)
      throws IOException {
    if (fate instanceof Fate.CutBefore) {
      return null;
    } else if (fate instanceof Fate.Answered answered) {
      return errors.apply(answered.status(), answered.code());
    } else if (fate instanceof Fate.Skewed skewed) {
      return HttpMessage.error(403, "RequestTimeTooSkewed")
          .withDate(ZonedDateTime.now(ZoneOffset.UTC).plus(skewed.ahead()));
    } else if (fate instanceof Fate.LookedForFirst first && request.isConditional()) {
      HttpMessage look = send(request.lookForName(), server, answers);
      return look.status() == 200
          ? errors.apply(first.taken().status(), first.taken().code())
          : send(request.withoutCondition(), server, answers);
    } else if (fate instanceof Fate.Unconditional) {
      return send(request.withoutCondition(), server, answers);
    }
    HttpMessage answer = send(request, server, answers);
    if (fate instanceof Fate.CutAfter) {
      return null;
    } else if (fate instanceof Fate.AnsweredAfter answered) {
      return errors.apply(answered.status(), answered.code());
    } else if (fate instanceof Fate.Slow slow) {
      pause(slow.millis());
    }
    return answer;
  }

  private static HttpMessage send(HttpMessage request, Socket server, InputStream answers)
      throws IOException {
    request.without("expect").toServer().write(server.getOutputStream());
    return HttpMessage.readAnswer(answers, request.method());
  }

  private static void pause(int millis) {
    Environment.system().pause().pause(Duration.ofMillis(millis));
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket each : open) {
      each.close();
    }
    threads.shutdownNow();
  }
}
