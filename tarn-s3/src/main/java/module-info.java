/**
 * A lake's objects in a bucket of S3. The vendor's library has no module descriptors, but names.
 */
@SuppressWarnings({"module", "requires-automatic"}) // the digit is the service's own
module org.tarnlake.s3 {
  requires static transitive org.jspecify;
  requires transitive org.tarnlake;
  requires jdk.net; // the HTTP client's
  requires org.apache.httpcomponents.client5.httpclient5;
  requires org.slf4j; // the vendor's library logs by it
  requires software.amazon.awssdk.auth;
  requires software.amazon.awssdk.awscore;
  requires software.amazon.awssdk.core;
  requires software.amazon.awssdk.http;
  requires software.amazon.awssdk.http.apache5;
  requires software.amazon.awssdk.identity.spi;
  requires software.amazon.awssdk.profiles;
  requires software.amazon.awssdk.regions;
  requires software.amazon.awssdk.retries;
  requires software.amazon.awssdk.retries.api;
  requires software.amazon.awssdk.services.s3;
  requires software.amazon.awssdk.utils;

  exports org.tarnlake.s3;

  provides org.tarnlake.store.StoreProvider with
      org.tarnlake.s3.S3Provider;
}
