/** A lake's objects in a container of Azure Blob Storage. */
@SuppressWarnings("requires-automatic") // of the vendor's library
module org.tarnlake.azure {
  requires static transitive org.jspecify;
  requires transitive org.tarnlake;
  requires com.azure.core;
  requires com.azure.core.http.jdk.httpclient;
  requires com.azure.identity;
  requires com.azure.storage.blob;
  requires com.azure.storage.common;
  requires java.net.http;
  requires reactor.core;

  exports org.tarnlake.azure;

  provides org.tarnlake.store.StoreProvider with
      org.tarnlake.azure.AzureProvider;
}
