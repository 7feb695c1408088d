package org.tarnlake.azure;

import java.net.URI;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tarnlake.store.remote.Variables;

/**
 * The account of a lake and how to log in to it, by the names that the vendor's tools and other
 * lakes' readers gave to settings in the environment. Immutable. With neither key nor signature,
 * and not anonymous, the vendor's own chain finds an identity.
 *
 * @param endpoint the URL of the account's blobs, without a slash at its end
 * @param account its name, which goes with a key; null if it is not known
 * @param key the account's key, a secret
 * @param signature a shared access signature, a secret
 * @param anonymous whether requests are not signed at all
 */
record AzureSettings(
    String endpoint,
    @Nullable String account,
    @Nullable String key,
    @Nullable String signature,
    boolean anonymous) {
  private static final String EMULATOR = "devstoreaccount1";

  /** Of every emulator, and no secret. */
  private static final String EMULATOR_KEY =
      "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

  private static final Pattern ACCOUNT_HOST =
      Pattern.compile("https://([a-z0-9-]+)(?:\\.z[0-9]+)?\\.blob\\.([^/:]+)");

  /**
   * Reads the settings for an address.
   *
   * @throws IllegalArgumentException if one of them cannot be understood, or an account is missing
   */
  static AzureSettings of(Variables variables, AzureAddress address) {
    String connection = variables.text("AZURE_STORAGE_CONNECTION_STRING");
    ConnectionString string = ConnectionString.parse(connection == null ? "" : connection);
    if (variables.flag("AZURE_STORAGE_USE_EMULATOR") || string.isEmulator()) {
      String url = variables.text("AZURITE_BLOB_STORAGE_URL");
      return checked(
          (url == null ? "http://127.0.0.1:10000" : stripped(url)) + "/" + EMULATOR,
          EMULATOR,
          EMULATOR_KEY,
          null,
          false);
    }
    String endpoint = endpoint(variables, string, address);
    String account = string.account();
    if (account == null) {
      account = account(endpoint);
    }
    if (account == null) {
      account = accountName(variables);
    }
    boolean anonymous = variables.flag("AZURE_SKIP_SIGNATURE");
    String key = string.key();
    String signature = string.signature();
    if (key == null && signature == null) {
      key =
          variables.text(
              "AZURE_STORAGE_ACCOUNT_KEY", "AZURE_STORAGE_ACCESS_KEY", "AZURE_STORAGE_KEY");
      signature = variables.text("AZURE_STORAGE_SAS_TOKEN", "AZURE_STORAGE_SAS_KEY");
    }
    return anonymous
        ? checked(endpoint, account, null, null, true)
        : checked(endpoint, account, key, key == null ? signature : null, false);
  }

  private static String endpoint(
      Variables variables, ConnectionString string, AzureAddress address) {
    String set = variables.text("AZURE_STORAGE_ENDPOINT", "AZURE_ENDPOINT");
    String connected = string.endpoint();
    String host = address.host();
    if (host != null) {
      String account = account("https://" + host);
      requireSame("AZURE_STORAGE_CONNECTION_STRING", string.account(), account);
      requireSame("AZURE_STORAGE_CONNECTION_STRING", account(connected), account);
      requireSame("AZURE_STORAGE_ENDPOINT", account(set), account);
      return set != null ? stripped(set) : "https://" + host;
    }
    if (set != null) {
      return stripped(set);
    }
    if (connected != null) {
      return stripped(connected);
    }
    String account = accountName(variables);
    if (account == null) {
      throw new IllegalArgumentException(
          "no storage account is set: set AZURE_STORAGE_ACCOUNT_NAME, or write abfss://%s@ACCOUNT.dfs.core.windows.net/%s"
              .formatted(address.container(), address.folder()));
    }
    return "https://%s.blob.core.windows.net".formatted(account);
  }

  /** What the environment says must not lead to another account than the address. */
  private static void requireSame(
      String variable, @Nullable String account, @Nullable String addressed) {
    if (account != null && !account.equals(addressed)) {
      throw new IllegalArgumentException(
          "%s is that of the account '%s', and the address names '%s'; unset it, or set that of '%s'"
              .formatted(variable, account, addressed, addressed));
    }
  }

  private static @Nullable String accountName(Variables variables) {
    return variables.text("AZURE_STORAGE_ACCOUNT_NAME", "AZURE_STORAGE_ACCOUNT");
  }

  private static String stripped(String url) {
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  private static AzureSettings checked(
      String endpoint,
      @Nullable String account,
      @Nullable String key,
      @Nullable String signature,
      boolean anonymous) {
    if (!isUrl(endpoint)) {
      throw new IllegalArgumentException(
          "the endpoint of the account is no URL; it is like https://ACCOUNT.blob.core.windows.net, without a signature");
    }
    if (signature != null && !isQuery(signature)) {
      throw new IllegalArgumentException(
          "the shared access signature has a character that no URL has; copy it again, without quotes or spaces");
    }
    if (key != null && account == null) {
      throw new IllegalArgumentException(
          "there is a key, but of which account? set AZURE_STORAGE_ACCOUNT_NAME");
    }
    if (key != null && !isKey(key)) {
      throw new IllegalArgumentException(
          "the key of the account '%s' is none, for it is no text in base64; copy it from the account's access keys"
              .formatted(account));
    }
    return new AzureSettings(endpoint, account, key, signature, anonymous);
  }

  private static boolean isUrl(String endpoint) {
    try {
      URI uri = URI.create(endpoint);
      return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null
          && uri.getRawQuery() == null
          && uri.getRawUserInfo() == null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isQuery(String signature) {
    try {
      URI.create("https://host/?" + signature);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isKey(String key) {
    try {
      return Base64.getDecoder().decode(key).length > 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The account whose own host an endpoint is; null if it is another one. */
  private static @Nullable String account(@Nullable String endpoint) {
    if (endpoint == null) {
      return null;
    }
    Matcher matcher = ACCOUNT_HOST.matcher(endpoint);
    return matcher.matches() ? matcher.group(1) : null;
  }

  /**
   * The URL of a container: one that other engines take, too, unless the endpoint is no account's
   * own.
   */
  String root(String container) {
    return account(endpoint) == null
        ? "az://" + container
        : "abfss://%s@%s"
            .formatted(
                container,
                endpoint.substring("https://".length()).replaceFirst("\\.blob\\.", ".dfs."));
  }

  /** {@inheritDoc} Without the secrets. */
  @Override
  public String toString() {
    return "AzureSettings[" + endpoint + "]";
  }
}
