package org.tarnlake.store.cache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CachedNamesTest {
  private static final String ID = "0f0e0d0c-1111-4222-8333-a4b5c6d7e8f9";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "t/part-ID.zstd.parquet",
        "part-ID.zstd.parquet",
        "a/b/day=2024-05-01/part-00000-ID.c000.snappy.parquet",
        "t/_change_data/cdc-ID.zstd.parquet",
        "t/deletion_vector_ID.bin",
        "t/_delta_log/_sidecars/ID.parquet",
        "_delta_log/00000000000000000010.checkpoint.ID.json",
        "t/_delta_log/00000000000000000010.checkpoint.ID.parquet",
      })
  void whatHasARandomNameIsKept(String name) {
    assertThat(CachedNames.isImmutable(name.replace("ID", ID))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "_tarn/lake.json",
        "_tarn/log/00000000000000000001.json",
        "_tarn/log/_last_checkpoint",
        "_tarn/lost+found/part-ID.zstd.parquet",
        "t/_delta_log/00000000000000000001.json",
        "t/_delta_log/00000000000000000001.crc",
        "t/_delta_log/_last_checkpoint",
        "t/_delta_log/00000000000000000010.checkpoint.parquet",
        "_delta_log/00000000000000000010.checkpoint.0000000001.0000000002.parquet",
        "t/_delta_log/_staged_commits/00000000000000000010.ID.json",
        "t/ID/file.parquet",
        "t/2024.parquet",
        "t/part-0f0e0d0c-1111-4222-8333.parquet",
      })
  void whatHasANameThatIsUsedAgainIsNot(String name) {
    assertThat(CachedNames.isImmutable(name.replace("ID", ID))).isFalse();
  }
}
