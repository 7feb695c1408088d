package org.tarnlake.azure;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.store.remote.Variables;

/**
 * The text by which the vendor's portal tells of an account. Immutable.
 *
 * <p>It may hold a secret: no message does.
 */
final class ConnectionString {
  private final Variables parts;

  private ConnectionString(Variables parts) {
    this.parts = parts;
  }

  /**
   * Reads {@code Name=value;Name=value}.
   *
   * @throws IllegalArgumentException if it is not of that form
   */
  static ConnectionString parse(String text) {
    Map<String, String> parts = new HashMap<>();
    for (String part : text.split(";", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        parts.put(
            part.substring(0, equals).strip().toLowerCase(Locale.ROOT), part.substring(equals + 1));
      } else if (!part.isBlank()) {
        throw new IllegalArgumentException(
            "AZURE_STORAGE_CONNECTION_STRING is not of the form Name=value;Name=value; copy it from the account's access keys");
      }
    }
    return new ConnectionString(new Variables(parts));
  }

  /** Whether it stands for an emulator on this machine. */
  boolean isEmulator() {
    return parts.flag("usedevelopmentstorage");
  }

  @Nullable String account() {
    return parts.text("accountname");
  }

  @Nullable String key() {
    return parts.text("accountkey");
  }

  @Nullable String signature() {
    return parts.text("sharedaccesssignature");
  }

  /** The endpoint for blobs; null if it does not follow. */
  @Nullable String endpoint() {
    String endpoint = parts.text("blobendpoint");
    if (endpoint != null) {
      return endpoint;
    }
    String account = account();
    String scheme = parts.text("defaultendpointsprotocol");
    String suffix = parts.text("endpointsuffix");
    return account == null
        ? null
        : "%s://%s.blob.%s"
            .formatted(
                scheme == null ? "https" : scheme,
                account,
                suffix == null ? "core.windows.net" : suffix);
  }
}
