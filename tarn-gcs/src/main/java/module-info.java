/** A lake's objects in a bucket of Google Cloud Storage. */
@SuppressWarnings("requires-automatic") // of the vendor's libraries
module org.tarnlake.gcs {
  requires static transitive org.jspecify;
  requires transitive org.tarnlake;
  requires com.google.api.client;
  requires com.google.api.client.json.gson;
  requires com.google.api.services.storage;
  requires com.google.auth;
  requires com.google.auth.oauth2;
  requires com.google.common; // which the vendor's libraries need, and do not name
  requires com.google.gson;
  requires google.api.client;

  exports org.tarnlake.gcs;

  provides org.tarnlake.store.StoreProvider with
      org.tarnlake.gcs.GcsProvider;
}
