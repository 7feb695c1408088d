package org.tarnlake.table;

import java.net.URI;
import java.net.URISyntaxException;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.UnsupportedTableException;

/** From the path of a data file, which is a URI, to its object. Stateless. */
public final class ScanPaths {
  private ScanPaths() {}

  /** The path within the table's location, percent-decoded exactly once. */
  public static String relative(String path) {
    if (path.indexOf('%') < 0 && path.indexOf(':') < 0 && !path.startsWith("/")) {
      return path;
    }
    try {
      URI uri = new URI(path);
      if (uri.isAbsolute() || path.startsWith("/")) {
        throw new UnsupportedTableException(
            "data file %s lies outside its table, which this version of Tarn cannot read"
                .formatted(path));
      }
      return uri.getPath();
    } catch (URISyntaxException e) {
      throw new CorruptionException("the path of data file %s is no URI".formatted(path), e);
    }
  }
}
