package org.tarnlake.azure;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tarnlake.store.remote.RemoteNames;

/**
 * Where a lake is, as it was typed.
 *
 * @param host the account's host for blobs; null if the address names no account
 * @param folder in the container; empty for all of it
 */
record AzureAddress(@Nullable String host, String container, String folder) {
  private static final String AFTER_SCHEME = "://";
  private static final Pattern HOST = Pattern.compile("[a-z0-9-]+(\\.z[0-9]+)?\\.(blob|dfs)\\..+");

  /**
   * Reads {@code az://container/folder}, {@code abfss://container@account-host/folder} and {@code
   * https://account-host/container/folder}. The schemes may be exchanged.
   *
   * @throws IllegalArgumentException if it is none of these; the message holds no secrets
   */
  static AzureAddress parse(String address) {
    if (address.indexOf('?') >= 0) {
      throw new IllegalArgumentException(
          "leave out what follows the question mark; a shared access signature goes into AZURE_STORAGE_SAS_TOKEN");
    }
    String place = address.substring(address.indexOf(AFTER_SCHEME) + AFTER_SCHEME.length());
    String first = before(place, '/');
    String rest = after(place, '/');
    if (first.indexOf('@') >= 0) {
      return of(after(first, '@'), before(first, '@'), rest);
    }
    boolean isHost = first.indexOf('.') >= 0 || address.startsWith("https");
    return isHost ? of(first, before(rest, '/'), after(rest, '/')) : of(null, first, rest);
  }

  private static AzureAddress of(@Nullable String host, String container, String folder) {
    RemoteNames.checkBucket("container", container);
    return new AzureAddress(host == null ? null : blobHost(host), container, folder);
  }

  /** Both endpoints of an account have the same objects; a lake uses that for blobs. */
  private static String blobHost(String host) {
    String small = host.toLowerCase(Locale.ROOT);
    if (!HOST.matcher(small).matches()) {
      throw new IllegalArgumentException(
          "'%s' is no host of a storage account; it is like ACCOUNT.blob.core.windows.net"
              .formatted(host));
    }
    return small.replaceFirst("\\.dfs\\.", ".blob.");
  }

  private static String before(String text, char separator) {
    int at = text.indexOf(separator);
    return at < 0 ? text : text.substring(0, at);
  }

  private static String after(String text, char separator) {
    int at = text.indexOf(separator);
    return at < 0 ? "" : text.substring(at + 1);
  }
}
