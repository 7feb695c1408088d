package org.tarnlake.bench;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What the command line sets: {@code --name=value}, each with a default. Immutable. */
final class Options {
  private final Map<String, String> values = new HashMap<>();

  Options(Iterable<String> arguments) {
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (!argument.startsWith("--") || equals < 0) {
        throw new IllegalArgumentException(
            "'%s' is no option; write --name=value".formatted(argument));
      }
      values.put(argument.substring(2, equals), argument.substring(equals + 1));
    }
  }

  long number(String name, long otherwise) {
    String value = values.get(name);
    return value == null ? otherwise : Long.parseLong(value.replace("_", ""));
  }

  String text(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  /** Where lakes and tables are made: {@code --dir}, else in the build folder. */
  Path workFolder() {
    return Path.of(text("dir", Jvm.target().resolve("work").toString())).toAbsolutePath();
  }
}
