/**
 * A small lake: ACID tables on plain storage, embedded in any JVM.
 *
 * <p>Two libraries have no module name of their own, and go by that of their files: such as they
 * come from Maven Central, they are found.
 */
@SuppressWarnings({"module", "requires-automatic"}) // the modules of stores come later
module org.tarnlake {
  requires static transitive org.jspecify;
  requires aircompressor;
  requires com.fasterxml.jackson.core;
  requires com.github.luben.zstd_jni;
  requires jdk.unsupported; // aircompressor's decoders
  requires org.pcollections;
  requires parquet.format.structures;
  requires roaringbitmap;

  uses org.tarnlake.store.StoreProvider;

  exports org.tarnlake;
  exports org.tarnlake.env;
  exports org.tarnlake.error;
  exports org.tarnlake.predicate;
  exports org.tarnlake.row;
  exports org.tarnlake.schema;
  exports org.tarnlake.store;
  exports org.tarnlake.store.remote to
      org.tarnlake.azure,
      org.tarnlake.gcs,
      org.tarnlake.s3;
  exports org.tarnlake.upkeep;
}
