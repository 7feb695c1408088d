package org.tarnlake.gcs;

import com.google.api.services.storage.Storage;
import com.google.api.services.storage.model.Bucket;
import com.google.api.services.storage.model.StorageObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.tarnlake.env.Environment;
import org.tarnlake.store.remote.FaultProxy;
import org.tarnlake.store.remote.RemoteProtocol;
import org.tarnlake.store.remote.RemoteServer;
import org.tarnlake.store.remote.Variables;

/**
 * A server of Google's protocol on this machine that somebody has started, such as the vendor's
 * storage-testbench: none comes by Maven. Tests that need it are skipped unless the environment
 * says where it is. A test gets it as a parameter.
 */
public final class GcsServer implements RemoteServer {
  /** Of the uploads of tests: the least that a server takes. */
  static final int PIECE_BYTES = 256 << 10;

  private static final String HERE = "TARN_GCS_ENDPOINT";
  private static final String EMULATOR = "STORAGE_EMULATOR_HOST";

  private final int port;

  private GcsServer(String endpoint) {
    this.port = URI.create(endpoint).getPort();
  }

  /** Skips tests where there is no server. */
  public static final class Extension implements ExecutionCondition, ParameterResolver {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return endpoint() == null
          ? ConditionEvaluationResult.disabled(
              "needs a server: set TARN_GCS_ENDPOINT to one like http://127.0.0.1:9000")
          : ConditionEvaluationResult.enabled("there is a server");
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == GcsServer.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return new GcsServer(endpoint());
    }
  }

  private static String endpoint() {
    String url = new Variables(System.getenv()).text(HERE, EMULATOR);
    return url == null || url.contains("://") ? url : "http://" + url;
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public RemoteProtocol protocol() {
    return new GcsProtocol();
  }

  @Override
  public Map<String, String> variables(String url) {
    return Map.of(EMULATOR, url);
  }

  Storage client() {
    return GcsClient.of(GcsSettings.of(new Variables(variables())));
  }

  @Override
  public String newBucket() {
    String name = "tarn-" + Environment.system().newUuid().toString().replace("-", "");
    try {
      client().buckets().insert("tests", new Bucket().setName(name)).execute();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return name;
  }

  @Override
  public FaultProxy proxy() throws IOException {
    return FaultProxy.ofGoogle(port);
  }

  @Override
  public List<String> keys(String bucket) {
    try {
      List<StorageObject> items = client().objects().list(bucket).execute().getItems();
      return items == null ? List.of() : items.stream().map(StorageObject::getName).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public GcsStore open(int throughPort, String bucket, String folder, Environment environment) {
    return GcsStore.open(
        address(bucket, folder),
        new Variables(variables(RemoteServer.url(throughPort))),
        environment,
        PIECE_BYTES);
  }

  @Override
  public String address(String bucket, String folder) {
    return "gs://" + bucket + "/" + folder;
  }

  @Override
  public int pieceBytes() {
    return PIECE_BYTES;
  }
}
