package org.tarnlake.s3;

import org.tarnlake.env.Environment;

/**
 * What all that talks to a bucket shares. Safe for many threads.
 *
 * @param clients the connections
 * @param requests what requests have in common
 * @param names the keys of objects
 * @param failure the words for what fails
 * @param environment waiting, randomness and threads
 */
record S3Bucket(
    S3Clients clients,
    S3Requests requests,
    S3Names names,
    S3Failure failure,
    Environment environment) {
  static S3Bucket of(
      S3Names names, S3Settings settings, S3Clients clients, Environment environment) {
    return new S3Bucket(
        clients,
        new S3Requests(names.bucket(), settings),
        names,
        new S3Failure(names, clients.endpoint),
        environment);
  }

  /** What makes an object known to the call that wrote it. */
  String newToken() {
    return environment.newUuid().toString();
  }
}
