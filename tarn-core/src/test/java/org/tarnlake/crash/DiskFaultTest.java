package org.tarnlake.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tarnlake.crash.Change.append;
import static org.tarnlake.crash.Change.create;
import static org.tarnlake.crash.Change.delete;
import static org.tarnlake.crash.Change.rename;
import static org.tarnlake.crash.Change.update;
import static org.tarnlake.crash.Change.upsert;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tarnlake.crash.disk.DiskCall;
import org.tarnlake.crash.disk.DiskCall.Kind;
import org.tarnlake.crash.disk.PowerCut;
import org.tarnlake.crash.disk.UnsyncedDisk;

/**
 * The local disk fails at the n-th call to the file system, for every n. The client is told clearly
 * and goes on when the disk is mended; no temporary file is left and none is open; and what was
 * acknowledged then survives a power cut.
 */
class DiskFaultTest {
  @RegisterExtension static final QuietLog QUIET = new QuietLog();
  @TempDir Path folder;

  /** How the disk fails. */
  private enum Fault {
    IO_ERROR(EnumSet.allOf(Kind.class)),
    IO_ERRORS_FROM_THEN_ON(EnumSet.complementOf(EnumSet.of(Kind.LOOK))),
    ANSWER_IS_LOST(EnumSet.of(Kind.SYNC, Kind.SYNC_FOLDER, Kind.LINK, Kind.MOVE, Kind.MAKE_FOLDER)),
    FULL(EnumSet.of(Kind.CREATE, Kind.WRITE, Kind.LINK, Kind.MAKE_FOLDER)),
    FULL_FROM_THEN_ON(FULL.kinds),
    FORBIDDEN(
        EnumSet.of(
            Kind.CREATE,
            Kind.LINK,
            Kind.MOVE,
            Kind.MAKE_FOLDER,
            Kind.DELETE,
            Kind.OPEN,
            Kind.LIST)),
    FORBIDDEN_FROM_THEN_ON(FORBIDDEN.kinds),
    INTERRUPT(EnumSet.allOf(Kind.class));

    private final Set<Kind> kinds;

    Fault(Set<Kind> kinds) {
      this.kinds = kinds;
    }

    /** Has the disk fail at one call, or from then on; counts the files it refuses to remove. */
    void plan(UnsyncedDisk disk, long n, AtomicInteger notRemoved) {
      UnsyncedDisk.Hook hook =
          call -> {
            boolean due = name().endsWith("FROM_THEN_ON") ? call.number() >= n : call.number() == n;
            if (due && kinds.contains(call.kind())) {
              if (call.kind() == Kind.DELETE && this != INTERRUPT) {
                notRemoved.incrementAndGet();
              }
              happen(call);
            }
          };
      if (this == ANSWER_IS_LOST) {
        disk.after(hook);
      } else {
        disk.before(hook);
      }
    }

    private void happen(DiskCall call) throws IOException {
      String path = call.path().toString();
      switch (this) {
        case IO_ERROR, IO_ERRORS_FROM_THEN_ON, ANSWER_IS_LOST -> {
          if (call.kind() == Kind.SYNC || call.kind() == Kind.READ || call.kind() == Kind.WRITE) {
            throw new IOException("Input/output error");
          }
          throw new FileSystemException(path, null, "Input/output error");
        }
        case FULL, FULL_FROM_THEN_ON -> {
          if (call.kind() == Kind.WRITE) {
            throw new UnsyncedDisk.DiskFullException();
          }
          throw new FileSystemException(path, null, "No space left on device");
        }
        case FORBIDDEN, FORBIDDEN_FROM_THEN_ON -> throw new AccessDeniedException(path);
        case INTERRUPT -> Thread.currentThread().interrupt();
      }
    }
  }

  private static void story(Client a) {
    a.create();
    a.commit(create("t"), append("t", 1));
    a.publish();
    a.commit(
        rename("t", "area.t"), create("t"), append("area.t", 2), append("t", 3), append("t", 6));
    a.commit(append("t", 4));
    a.commit(update("area.t", 1, "one"), delete("t", 3), upsert("t", 5, "five"));
    a.awaitPublished();
    a.close();
  }

  private static final List<String> OUTCOMES =
      List.of(
          "a: [create t, append t 1]: version 1",
          "a: [rename t to area.t, create t, append area.t 2, append t 3, append t 6]: version 2",
          "a: [append t 4]: version 3",
          "a: [update area.t 1, delete t 3, upsert t 5]: version 4");

  @ParameterizedTest
  @EnumSource(Fault.class)
  void everyCallToTheFileSystemMayFail(Fault fault) throws IOException {
    DiskWorld whole = new DiskWorld(Files.createDirectory(folder.resolve("whole")));
    story(whole.start("a"));
    assertThat(whole.journal().outcomes()).isEqualTo(OUTCOMES);
    assertNothingIsLeft(whole, 0);
    List<DiskCall> calls =
        whole.disk().calls().stream().filter(call -> fault.kinds.contains(call.kind())).toList();
    for (DiskCall call : calls) {
      DiskWorld world = new DiskWorld(Files.createDirectory(folder.resolve("" + call.number())));
      try {
        fail(world, fault, call);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(
            "%s at %s: %s\n%s"
                .formatted(
                    fault, call, e.getMessage(), String.join("\n", world.journal().outcomes())),
            e);
      }
    }
  }

  private static void fail(DiskWorld world, Fault fault, DiskCall call) throws IOException {
    AtomicInteger notRemoved = new AtomicInteger();
    fault.plan(world.disk(), call.number(), notRemoved);
    Client a = world.start("a");
    story(a);
    boolean interrupted = Thread.interrupted();
    world.mend();

    a.failures().forEach(ClearFailure::require);
    List<String> committed =
        world.journal().outcomes().stream().filter(each -> each.contains(": version ")).toList();
    assertThat(committed).isEqualTo(OUTCOMES);
    if (fault == Fault.INTERRUPT) {
      assertThat(interrupted).as("the thread's flag").isTrue();
      assertThat(a.failures()).isEmpty();
    }
    assertNothingIsLeft(world, notRemoved.get());
    if (call.isWrite()) {
      world.cutPower(PowerCut.LOSES_ALL, new SplittableRandom(call.number()));
      world.recover();
    }
  }

  private static void assertNothingIsLeft(DiskWorld world, int notRemoved) throws IOException {
    assertThat(world.disk().openChannels()).as("open files").isZero();
    try (Stream<Path> left = Files.list(world.folder().resolve("_tarn/tmp"))) {
      assertThat(left).as("temporary files").hasSizeLessThanOrEqualTo(notRemoved);
    }
  }

  @AfterEach
  void endTheInterruptOfAFailedTest() {
    Thread.interrupted();
  }
}
