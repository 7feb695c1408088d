package org.tarnlake.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tarnlake.crash.power.Image;
import org.tarnlake.store.NothingWrittenException;
import org.tarnlake.store.ObjectInfo;

/**
 * File systems that shut down between two calls. Runs with {@code -Dtarn.powercuts=true}, as root,
 * since it takes loop devices of the machine.
 */
final class LocalStoreShutdownTest {
  @TempDir Path folder;

  /**
   * A power-cut campaign lost an acknowledged commit on XFS: once shut down, XFS answers the sync
   * of a folder with success, and drops the names that were given in it.
   */
  @ParameterizedTest
  @EnumSource
  void aNameThatIsGoneWithTheFileSystemIsNotReported(Image.Type type) throws Exception {
    assumeTrue(Boolean.getBoolean("tarn.powercuts"), "set -Dtarn.powercuts=true to mount images");
    String obstacle = Image.obstacle(folder, type);
    assumeTrue(obstacle.isEmpty(), obstacle);

    try (Image image = Image.create(folder, type)) {
      Path root = Files.createDirectory(image.mountPoint().resolve("lake"));
      try (LocalStore whole = LocalStore.open(root)) {
        assertThat(whole.putIfAbsent("log/1", new byte[] {1})).isTrue();
      }
      LocalCalls.Sync lastSync =
          folder -> {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
              if (Files.exists(root.resolve("log/2"))) {
                image.cut();
              }
              channel.force(true);
            }
          };
      try (LocalStore store =
          LocalStore.open(root, new LocalCalls(LocalCalls.REAL.link(), lastSync))) {
        assertThatThrownBy(() -> store.putIfAbsent("log/2", new byte[] {2}))
            .isInstanceOf(IOException.class)
            .isNotInstanceOf(NothingWrittenException.class);
      }
      image.unmount();
      image.mount();
      try (LocalStore after = LocalStore.open(root)) {
        assertThat(after.list("log/", "")).extracting(ObjectInfo::name).containsExactly("log/1");
      }
    }
  }
}
