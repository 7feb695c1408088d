package org.tarnlake.azure;

import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.util.Configuration;
import com.azure.core.util.ConfigurationBuilder;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.tarnlake.store.remote.Proxies;
import org.tarnlake.store.remote.Variables;

/**
 * Makes the vendor's client of a container. It tries once: repeated by the library, a put whose
 * first answer was lost would be told that its name is taken, and a read fails with this HTTP
 * client.
 */
final class AzureClient {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /** How long an answer to a small request may take to begin. */
  static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);

  /** How long the server may be silent within an answer. */
  private static final Duration SILENCE_MAX = Duration.ofSeconds(30);

  /**
   * For each scheme one of the process: such a client cannot be closed, and each has a thread and
   * files.
   */
  private static final Map<String, HttpClient> SHARED = new ConcurrentHashMap<>();

  private AzureClient() {}

  private static HttpClient http(String scheme) {
    // A client of the JVM has threads of its own; the vendor's would share few with all its others.
    return new JdkHttpClientBuilder(java.net.http.HttpClient.newBuilder())
        .configuration(configuration(scheme))
        .connectionTimeout(CONNECT_TIMEOUT)
        .responseTimeout(ANSWER_TIMEOUT)
        .readTimeout(SILENCE_MAX)
        .build();
  }

  /**
   * From what the vendor's library takes its proxy: of the environment's that for the scheme, or
   * for https that for http. Left alone, it takes either for both, forgets it unless the JVM is
   * told to use those of its system, and knows no names in small letters.
   */
  private static Configuration configuration(String scheme) {
    Variables variables = new Variables(System.getenv());
    URI proxy = Proxies.find(variables, scheme);
    if (proxy == null && scheme.equals("https")) {
      proxy = Proxies.find(variables, "http");
    }
    String direct = variables.text("NO_PROXY", "no_proxy");
    Map<String, String> environment = new HashMap<>(System.getenv());
    // What is missing here it would look for by itself.
    environment.put(Configuration.PROPERTY_HTTP_PROXY, "");
    environment.put(Configuration.PROPERTY_HTTPS_PROXY, proxy == null ? "" : proxy.toString());
    environment.put(Configuration.PROPERTY_NO_PROXY, direct == null ? "" : direct);
    Map<String, String> properties = new HashMap<>();
    for (String name : System.getProperties().stringPropertyNames()) {
      properties.put(name, System.getProperty(name));
    }
    properties.put("java.net.useSystemProxies", "true");
    return new ConfigurationBuilder(none -> Map.of(), all -> properties, all -> environment)
        .build();
  }

  static BlobContainerClient of(AzureSettings settings, String container) {
    String scheme = settings.endpoint().startsWith("https:") ? "https" : "http";
    HttpClient http = SHARED.computeIfAbsent(scheme, AzureClient::http);
    BlobContainerClientBuilder builder =
        new BlobContainerClientBuilder()
            .endpoint(settings.endpoint())
            .containerName(container)
            .httpClient(http)
            .addPolicy(new RequestCounter())
            .retryOptions(
                new RequestRetryOptions(
                    RetryPolicyType.FIXED, 1, (Duration) null, null, null, null));
    if (settings.key() != null) {
      builder.credential(new StorageSharedKeyCredential(settings.account(), settings.key()));
    } else if (settings.signature() != null) {
      builder.sasToken(settings.signature());
    } else if (settings.anonymous()) {
      builder.setAnonymousAccess();
    } else {
      builder.credential(new AzureIdentity(http));
    }
    return builder.buildClient();
  }
}
