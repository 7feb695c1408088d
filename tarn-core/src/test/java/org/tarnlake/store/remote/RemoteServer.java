package org.tarnlake.store.remote;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.tarnlake.env.Environment;

/**
 * A real server on this machine, of one vendor's protocol: what the contracts of all stores on
 * servers need of it. Safe for many threads.
 */
public interface RemoteServer {
  /** An environment in which waiting takes no time. */
  static Environment withoutWaiting() {
    Environment system = Environment.system();
    return new Environment(system.clock(), system.random(), duration -> {}, system.background());
  }

  /** The URL of a port of this machine. */
  static String url(int port) {
    return "http://127.0.0.1:" + port;
  }

  /** Its port on this machine. */
  int port();

  RemoteProtocol protocol();

  /** A way to the server on which troubles are of its kind. */
  default FaultProxy proxy() throws IOException {
    return new FaultProxy(port());
  }

  /** A bucket that nobody else uses. */
  String newBucket();

  /** The names of all that is in a bucket, by the vendor's own library. */
  List<String> keys(String bucket);

  /**
   * Objects of a bucket in a folder, by another client each time, through a port that leads to the
   * server.
   */
  BucketStore open(int port, String bucket, String folder, Environment environment);

  /** As {@link #open(int, String, String, Environment)}, without anything between. */
  default BucketStore open(String bucket, String folder) {
    return open(port(), bucket, folder, Environment.system());
  }

  /** As {@link #open(int, String, String, Environment)}; what is between may alter requests. */
  default BucketStore openUnsigned(
      int port, String bucket, String folder, Environment environment) {
    return open(port, bucket, folder, environment);
  }

  /** The address of a folder in a bucket, which other processes find by the {@link #variables}. */
  String address(String bucket, String folder);

  /**
   * The variables by which the vendor's tools, and Tarn, find the server.
   *
   * @param url where it is, without a slash at the end
   */
  Map<String, String> variables(String url);

  /** As {@link #variables(String)}, without anything between. */
  default Map<String, String> variables() {
    return variables(url(port()));
  }

  /** The system properties by which a store finds the server in this process. */
  default Map<String, String> properties() {
    return variables();
  }

  /** What an upload of a store has in memory; a larger one goes in pieces of that size. */
  int pieceBytes();
}
