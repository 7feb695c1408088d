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
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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

  private static final List<String> PROXIES =
      List.of(
          Configuration.PROPERTY_HTTP_PROXY,
          Configuration.PROPERTY_HTTPS_PROXY,
          Configuration.PROPERTY_NO_PROXY);

  private AzureClient() {}

  /** One of the process: such a client cannot be closed, and each has a thread and files. */
  private static final class Shared {
    // A client of the JVM has threads of its own; the vendor's would share few with all its others.
    static final HttpClient HTTP =
        new JdkHttpClientBuilder(java.net.http.HttpClient.newBuilder())
            .configuration(configuration())
            .connectionTimeout(CONNECT_TIMEOUT)
            .responseTimeout(ANSWER_TIMEOUT)
            .readTimeout(SILENCE_MAX)
            .build();
  }

  /**
   * From what the vendor's library takes its proxy. Left alone, it forgets the environment's unless
   * the JVM is told to use those of its system, and knows no names in small letters.
   */
  private static Configuration configuration() {
    Map<String, String> environment = new HashMap<>(System.getenv());
    for (String name : PROXIES) {
      String value = environment.get(name.toLowerCase(Locale.ROOT));
      if (value != null) {
        environment.putIfAbsent(name, value);
      }
    }
    Map<String, String> properties = new HashMap<>();
    for (String name : System.getProperties().stringPropertyNames()) {
      properties.put(name, System.getProperty(name));
    }
    properties.put("java.net.useSystemProxies", "true");
    return new ConfigurationBuilder(none -> Map.of(), all -> properties, all -> environment)
        .build();
  }

  static BlobContainerClient of(AzureSettings settings, String container) {
    HttpClient http = Shared.HTTP;
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
