package org.tarnlake.scripts;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.tarnlake.Lake;
import org.tarnlake.env.Environment;
import org.tarnlake.error.TarnException;
import org.tarnlake.store.ObjectStore;

/**
 * Runs the commands of a script, each said by a client: {@code a: begin}. Besides, {@code clock
 * +1s} moves the clock, {@code publish} waits for publication, {@code reopen} closes and opens the
 * lake. One thread at a time.
 */
final class Script implements AutoCloseable {
  /** How clients see the lake. */
  enum Sharing {
    /** All through one object, as threads of a process do. */
    ONE_LAKE,

    /** Each through its own, as processes do. */
    LAKE_EACH
  }

  private final ObjectStore store;
  private final Sharing sharing;
  private final Environment environment;
  private final Map<String, ScriptClient> clients = new LinkedHashMap<>();
  private final Map<String, Lake> lakes = new LinkedHashMap<>();
  private Instant now = Instant.parse("2024-05-01T10:00:00Z");

  Script(ObjectStore store, Sharing sharing) {
    this.store = store;
    this.sharing = sharing;
    Environment system = Environment.system();
    this.environment =
        new Environment(() -> now, new Random(1), system.pause(), system.background());
    Lake.create(store, environment).close();
  }

  List<String> run(String command) {
    int colon = command.indexOf(": ");
    List<String> words =
        ScriptTokens.split(colon < 0 ? command : command.substring(colon + 1), ' ');
    if (colon < 0) {
      setUp(words);
      return List.of();
    }
    String name = command.substring(0, colon);
    ScriptClient client = clients.computeIfAbsent(name, each -> new ScriptClient(lakeOf(name)));
    return printed(() -> client.run(words)).stream()
        .flatMap(String::lines)
        .map(line -> name + ": " + line.replace(store.location(), "<lake>"))
        .map(line -> line.replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "<uuid>"))
        .toList();
  }

  private static List<String> printed(Supplier<List<String>> command) {
    try {
      return command.get();
    } catch (TarnException | IllegalStateException | IllegalArgumentException e) {
      return List.of("error %s: %s".formatted(e.getClass().getSimpleName(), e.getMessage()));
    }
  }

  private void setUp(List<String> words) {
    switch (words.get(0)) {
      case "clock" -> now = now.plus(Duration.parse("PT" + words.get(1).substring(1)));
      case "publish" -> lakes.values().forEach(Lake::awaitPublished);
      case "reopen" -> {
        close();
        lakes.clear();
        clients.clear();
      }
      default -> throw new AssertionError("no such command: " + words);
    }
  }

  private Lake lakeOf(String client) {
    return lakes.computeIfAbsent(
        sharing == Sharing.ONE_LAKE ? "all" : client, any -> Lake.open(store, environment));
  }

  /** Rolls back what is open, and closes the lake. */
  @Override
  public void close() {
    clients.values().forEach(ScriptClient::close);
    lakes.values().forEach(Lake::close);
  }
}
