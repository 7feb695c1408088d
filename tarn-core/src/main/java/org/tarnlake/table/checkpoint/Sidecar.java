package org.tarnlake.table.checkpoint;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.tarnlake.json.JsonFormatException;
import org.tarnlake.json.JsonReader;
import org.tarnlake.table.action.ActionReader;

/**
 * A file of adds and removes that belongs to a checkpoint (PROTOCOL.md, "Sidecar File
 * Information").
 *
 * @param path a URI; all but the file's name is of no interest, since all are in one folder
 */
public record Sidecar(String path, long sizeBytes) {
  public Sidecar {
    Objects.requireNonNull(path, "path");
    if (sizeBytes < 0) {
      throw new JsonFormatException("a sidecar lacks sizeInBytes");
    }
  }

  String fileName() {
    try {
      String decoded = new URI(path).getPath();
      String whole = decoded == null ? path : decoded;
      return whole.substring(whole.lastIndexOf('/') + 1);
    } catch (URISyntaxException e) {
      throw new JsonFormatException("the path of sidecar " + path + " is no URI");
    }
  }

  /** The sidecars that the lines of a JSON checkpoint name. */
  static List<Sidecar> ofLines(byte[] lines) {
    List<Sidecar> sidecars = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= lines.length; i++) {
      if (i == lines.length || lines[i] == '\n') {
        if (!new String(lines, start, i - start, java.nio.charset.StandardCharsets.UTF_8)
            .isBlank()) {
          addFrom(JsonReader.of(lines, start, i - start), sidecars);
        }
        start = i + 1;
      }
    }
    return sidecars;
  }

  private static void addFrom(JsonReader line, List<Sidecar> into) {
    line.requireObject();
    for (String kind = line.nextField(); kind != null; kind = line.nextField()) {
      if (kind.equals("sidecar") && line.beginObject()) {
        into.add(read(line));
      } else if (!kind.equals("sidecar")) {
        line.skip();
      }
    }
  }

  private static Sidecar read(JsonReader in) {
    String path = null;
    long size = -1;
    for (String name = in.nextField(); name != null; name = in.nextField()) {
      switch (name) {
        case "path" -> path = in.string();
        case "sizeInBytes" -> size = in.longValue();
        default -> in.skip();
      }
    }
    return new Sidecar(ActionReader.need(path, "sidecar", "path"), size);
  }
}
