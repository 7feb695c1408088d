package org.tarnlake.crash.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What the command line of a campaign sets: {@code --name=value}, each with a default. Immutable.
 */
public final class CampaignOptions {
  private final Map<String, String> values = new HashMap<>();

  public CampaignOptions(String... arguments) {
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (!argument.startsWith("--") || equals < 0) {
        throw new IllegalArgumentException(
            "'%s' is no option; write --name=value".formatted(argument));
      }
      values.put(argument.substring(2, equals), argument.substring(equals + 1));
    }
  }

  public long number(String name, long otherwise) {
    String value = values.get(name);
    return value == null ? otherwise : Long.parseLong(value.replace("_", ""));
  }

  public String text(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  /** A new folder to work in: below {@code --dir}, else below the system's temporary one. */
  public Path folder(String prefix) throws IOException {
    Path parent = Path.of(text("dir", System.getProperty("java.io.tmpdir")));
    return Files.createTempDirectory(Files.createDirectories(parent), prefix);
  }
}
