package org.tarnlake.azure;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.common.sas.AccountSasPermission;
import com.azure.storage.common.sas.AccountSasResourceType;
import com.azure.storage.common.sas.AccountSasService;
import com.azure.storage.common.sas.AccountSasSignatureValues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.tarnlake.env.Environment;
import org.tarnlake.store.remote.RemoteProtocol;
import org.tarnlake.store.remote.RemoteServer;
import org.tarnlake.store.remote.ServerProcess;
import org.tarnlake.store.remote.Variables;

/**
 * The vendor's emulator, Azurite, on this machine: one process for all tests, which ends with them.
 * A test gets it as a parameter. npm installs it at its first use, beside the classes.
 */
public final class AzureServer implements RemoteServer, AutoCloseable {
  static final String ACCOUNT = "devstoreaccount1";
  public static final String KEY =
      "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

  /** Of the uploads of tests. */
  static final int PIECE_BYTES = 1 << 20;

  private static final String VERSION = "3.35.0";

  /** The emulator ends with the process that started it: then its input does. */
  private static final String MAIN =
      "process.stdin.on('end', () => process.exit()).resume(); require(process.argv[1])";

  private final ServerProcess process;
  private final AtomicInteger containers = new AtomicInteger();
  private final int port;

  private AzureServer(ServerProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts the server at its first use, and ends it when all tests have. */
  public static final class Extension implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == AzureServer.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(Namespace.create(AzureServer.class))
          .getOrComputeIfAbsent("server", key -> start(), AzureServer.class);
    }
  }

  private static AzureServer start() {
    try {
      Path home =
          installed(
              ServerProcess.classesOf(AzureServer.class).resolveSibling("azurite-" + VERSION));
      int port = ServerProcess.freePort();
      Path output = home.resolve("output-" + port + ".txt");
      List<String> command = new ArrayList<>(List.of("node", "-e", MAIN));
      command.add(main(home).toString());
      command.addAll(List.of("--blobHost", "127.0.0.1", "--blobPort", "" + port));
      command.addAll(List.of("--blobKeepAliveTimeout", "120", "--inMemoryPersistence"));
      command.addAll(List.of("--skipApiVersionCheck", "--disableTelemetry", "--silent"));
      return new AzureServer(ServerProcess.start(command, port, output), port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path main(Path home) {
    return home.resolve("node_modules/azurite/dist/src/blob/main.js");
  }

  /** Installs the emulator unless it is there; one process at a time does. */
  private static Path installed(Path home) throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                Path.of(home + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (Files.exists(main(home))) {
        return home;
      }
      Path fresh = Files.createTempDirectory(home.getParent(), "azurite");
      Path log = fresh.resolve("npm.txt");
      int status;
      try {
        status =
            new ProcessBuilder(
                    "npm", "install", "--no-save", "--prefix", "" + fresh, "azurite@" + VERSION)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
      } catch (IOException e) {
        throw new AssertionError(
            "the tests of Azure need npm and node, which install and run Azurite " + VERSION, e);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      if (status != 0) {
        throw new AssertionError("npm cannot install Azurite: " + Files.readString(log));
      }
      Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
      return home;
    }
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public RemoteProtocol protocol() {
    return new AzureProtocol();
  }

  @Override
  public Map<String, String> variables(String url) {
    return Map.of(
        "AZURE_STORAGE_ENDPOINT",
        endpoint(url),
        "AZURE_STORAGE_ACCOUNT_NAME",
        ACCOUNT,
        "AZURE_STORAGE_ACCOUNT_KEY",
        KEY);
  }

  /** As {@link #variables}, without signatures of requests: what is between may alter them. */
  Map<String, String> unsigned(int throughPort) {
    String signature =
        service()
            .generateAccountSas(
                new AccountSasSignatureValues(
                    OffsetDateTime.now(ZoneOffset.UTC).plusHours(1),
                    AccountSasPermission.parse("rwdlac"),
                    new AccountSasService().setBlobAccess(true),
                    AccountSasResourceType.parse("sco")));
    return Map.of(
        "AZURE_STORAGE_ENDPOINT",
        endpoint(RemoteServer.url(throughPort)),
        "AZURE_STORAGE_SAS_TOKEN",
        signature);
  }

  private static String endpoint(String url) {
    return url + "/" + ACCOUNT;
  }

  BlobServiceClient service() {
    return new BlobServiceClientBuilder()
        .endpoint(endpoint(RemoteServer.url(port)))
        .credential(new StorageSharedKeyCredential(ACCOUNT, KEY))
        .buildClient();
  }

  BlobContainerClient container(String name) {
    return service().getBlobContainerClient(name);
  }

  @Override
  public String newBucket() {
    String name = "container-" + containers.incrementAndGet();
    container(name).create();
    return name;
  }

  @Override
  public List<String> keys(String container) {
    return container(container).listBlobs().stream().map(blob -> blob.getName()).toList();
  }

  @Override
  public AzureStore open(
      int throughPort, String container, String folder, Environment environment) {
    return open(variables(RemoteServer.url(throughPort)), container, folder, environment);
  }

  @Override
  public AzureStore openUnsigned(
      int throughPort, String container, String folder, Environment environment) {
    return open(unsigned(throughPort), container, folder, environment);
  }

  static AzureStore open(
      Map<String, String> variables, String container, String prefix, Environment environment) {
    return AzureStore.open(
        "az://" + container + "/" + prefix, new Variables(variables), environment, PIECE_BYTES);
  }

  @Override
  public String address(String container, String folder) {
    return "az://" + container + "/" + folder;
  }

  @Override
  public int pieceBytes() {
    return PIECE_BYTES;
  }

  @Override
  public void close() {
    process.close();
  }
}
