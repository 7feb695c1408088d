package org.tarnlake.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URL;
import java.net.URLDecoder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tarnlake.store.remote.Proxies;
import org.tarnlake.store.remote.Variables;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * The vendor's clients, over one pool of connections. Safe for many threads.
 *
 * <p>{@code reading} tries again by itself, which is right for all that may be done twice. {@code
 * writing} never does: with a library's own retries the writer whose first answer was lost is told
 * that its name is taken.
 */
final class S3Clients implements AutoCloseable {
  /** Of an object whose URL shows where requests go. */
  private static final String KEY = "k";

  private static final Pattern REGION = Pattern.compile("[A-Za-z0-9_-]+");

  private static final ProxyConfiguration NO_PROXY =
      ProxyConfiguration.builder()
          .useSystemPropertyValues(false)
          .useEnvironmentVariableValues(false)
          .build();

  private static final int CONNECTIONS_MAX = 128;
  private static final int READ_TRIES = 8;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /** How long neither side may be silent within a request. */
  private static final Duration SILENCE_MAX = Duration.ofSeconds(30);

  final S3Client reading;
  final S3Client writing;

  /** Where the requests go, for messages and to tell servers apart. */
  final String endpoint;

  private final SdkHttpClient http;
  private final DefaultCredentialsProvider chain;

  private S3Clients(
      S3Client reading,
      S3Client writing,
      String endpoint,
      SdkHttpClient http,
      DefaultCredentialsProvider chain) {
    this.reading = reading;
    this.writing = writing;
    this.endpoint = endpoint;
    this.http = http;
    this.chain = chain;
  }

  /**
   * Clients by the vendor's configuration: its environment variables, system properties and files.
   *
   * @param more what else is to be set, such as what a test cannot put into its environment
   * @throws IllegalArgumentException if the configuration cannot be understood
   */
  static S3Clients of(S3Settings settings, String bucket, Consumer<S3ClientBuilder> more) {
    DefaultCredentialsProvider chain = DefaultCredentialsProvider.builder().build();
    AwsCredentialsProvider credentials =
        settings.skipSignature() ? AnonymousCredentialsProvider.create() : new S3Credentials(chain);
    S3Endpoint set = settings.endpoint();
    Consumer<S3ClientBuilder> anywhere =
        builder -> {
          if (set != null) {
            builder.endpointOverride(set.in(Region.US_EAST_1));
          }
          builder
              .credentialsProvider(credentials)
              .region(Region.US_EAST_1)
              // Beyond these, some servers refuse or misread the body.
              .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
              .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
              .serviceConfiguration(s3 -> s3.chunkedEncodingEnabled(false));
          more.accept(builder);
        };
    SdkHttpClient http = null;
    try {
      URI endpoint = endpoint(anywhere, bucket);
      boolean isVendors = isVendors(endpoint.getHost());
      Region region = checked(isVendors ? region(bucket) : regionOfOthers());
      // To read certificates takes longer than all else here.
      boolean isSecure = "https".equalsIgnoreCase(endpoint.getScheme());
      SdkHttpClient shared =
          isSecure ? http(settings.caBundle(), proxy("https", "http")) : http(null, proxy("http"));
      http = shared;
      Consumer<S3ClientBuilder> common =
          anywhere.andThen(
              builder -> {
                builder.region(region).httpClient(shared);
                if (set != null && set.url() == null) {
                  builder.endpointOverride(set.in(region));
                }
              });
      Boolean virtualHosted = settings.virtualHosted();
      boolean pathStyle = virtualHosted == null ? !isVendors : !virtualHosted;
      S3Client reading =
          client(common, pathStyle, new S3Retries(readRetries(settings.maxAttempts())));
      S3Client writing = client(common, pathStyle, AwsRetryStrategy.doNotRetry());
      return new S3Clients(
          reading, writing, place(endpoint(reading, bucket), bucket), shared, chain);
    } catch (RuntimeException e) {
      if (http != null) {
        http.close();
      }
      chain.close();
      throw e;
    }
  }

  /** Where requests would go if the bucket were part of the host's name. */
  private static URI endpoint(Consumer<S3ClientBuilder> anywhere, String bucket) {
    try (SdkHttpClient http = http(null, NO_PROXY);
        S3Client client =
            client(
                anywhere.andThen(builder -> builder.httpClient(http)),
                false,
                AwsRetryStrategy.doNotRetry())) {
      return endpoint(client, bucket);
    }
  }

  /**
   * The client of the protocol below.
   *
   * @param bundle the file of the certificates to trust; null: those of the JVM
   */
  private static SdkHttpClient http(@Nullable String bundle, ProxyConfiguration proxy) {
    Apache5HttpClient.Builder http =
        Apache5HttpClient.builder()
            .maxConnections(CONNECTIONS_MAX)
            .connectionTimeout(CONNECT_TIMEOUT)
            .connectionAcquisitionTimeout(SILENCE_MAX)
            .socketTimeout(SILENCE_MAX)
            .proxyConfiguration(proxy)
            .tcpKeepAlive(true);
    if (bundle != null) {
      Path file = Path.of(bundle);
      http.tlsTrustManagersProvider(() -> TrustedCertificates.of(file));
    }
    return http.build();
  }

  /**
   * The first proxy that the JVM or the environment names, told as one of http: the client would
   * encrypt to another.
   */
  private static ProxyConfiguration proxy(String... schemes) {
    for (String scheme : schemes) {
      ProxyConfiguration jvms =
          ProxyConfiguration.builder().scheme(scheme).useEnvironmentVariableValues(false).build();
      if (jvms.host() != null) {
        return proxy(URI.create("http://%s:%s".formatted(jvms.host(), jvms.port())))
            .username(jvms.username())
            .password(jvms.password())
            .nonProxyHosts(jvms.nonProxyHosts())
            .build();
      }
      URI environments = Proxies.find(new Variables(System.getenv()), scheme);
      if (environments != null) {
        String[] login = String.valueOf(environments.getUserInfo()).split(":", 2);
        boolean hasLogin = login.length == 2;
        return proxy(environments)
            .username(hasLogin ? login[0] : null)
            .password(hasLogin ? login[1] : null)
            .nonProxyHosts(SdkHttpUtils.parseNonProxyHostsEnvironmentVariable())
            .build();
      }
    }
    return NO_PROXY;
  }

  private static ProxyConfiguration.Builder proxy(URI url) {
    return ProxyConfiguration.builder()
        .endpoint(url)
        .useSystemPropertyValues(false)
        .useEnvironmentVariableValues(false);
  }

  private static S3Client client(
      Consumer<S3ClientBuilder> common, boolean pathStyle, RetryStrategy retries) {
    S3ClientBuilder builder = S3Client.builder();
    common.accept(builder);
    builder.forcePathStyle(pathStyle);
    builder.overrideConfiguration(
        builder.overrideConfiguration().toBuilder()
            .retryStrategy(retries)
            .addExecutionInterceptor(new RequestCounter())
            .build());
    return builder.build();
  }

  /**
   * As the user says; otherwise more tries than the vendor's, since a scan may ask thousands. And
   * after many failures they do not end at the first: then nobody could tell any more whose object
   * it is.
   */
  private static RetryStrategy readRetries(@Nullable Integer tries) {
    if (tries != null) {
      return AwsRetryStrategy.forRetryMode(RetryMode.defaultRetryMode()).toBuilder()
          .maxAttempts(tries)
          .build();
    }
    return AwsRetryStrategy.standardRetryStrategy().toBuilder()
        .maxAttempts(READ_TRIES)
        .circuitBreakerEnabled(false)
        .build();
  }

  private static Region region(String bucket) {
    try {
      return DefaultAwsRegionProviderChain.builder().build().getRegion();
    } catch (SdkClientException e) {
      throw new IllegalArgumentException(
          "no region is set for the bucket '%s': set AWS_REGION, or region in ~/.aws/config"
              .formatted(bucket),
          e);
    }
  }

  private static Region checked(Region region) {
    if (!REGION.matcher(region.id()).matches()) {
      throw new IllegalArgumentException(
          "the region is '%s'; set AWS_REGION, or region in the profile, to one such as eu-central-1"
              .formatted(URLDecoder.decode(region.id(), UTF_8)));
    }
    return region;
  }

  /** Other servers hardly care; to ask the machine that Amazon's would have takes a second. */
  private static Region regionOfOthers() {
    try {
      return new AwsRegionProviderChain(
              new SystemSettingsRegionProvider(), new AwsProfileRegionProvider())
          .getRegion();
    } catch (SdkClientException noneIsSet) {
      return Region.US_EAST_1;
    }
  }

  private static URI endpoint(S3Client client, String bucket) {
    URL url = client.utilities().getUrl(request -> request.bucket(bucket).key(KEY));
    return URI.create(url.toString());
  }

  private static boolean isVendors(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.endsWith(".amazonaws.com")
        || name.endsWith(".amazonaws.com.cn")
        || name.endsWith(".api.aws");
  }

  /**
   * All of an object's URL that stands before the bucket or, where that is in the host, the key.
   */
  private static String place(URI object, String bucket) {
    String path = object.getRawPath().replaceFirst("/" + KEY + "$", "");
    String inPath = "/" + bucket;
    return object.getScheme()
        + "://"
        + object.getRawAuthority()
        + (path.endsWith(inPath) ? path.substring(0, path.length() - inPath.length()) : path);
  }

  @Override
  public void close() {
    reading.close();
    writing.close();
    http.close();
    chain.close();
  }
}
