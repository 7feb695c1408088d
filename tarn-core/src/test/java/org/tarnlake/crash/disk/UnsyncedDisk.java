package org.tarnlake.crash.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.tarnlake.crash.disk.DiskCall.Kind;

/**
 * A folder of the real disk behind a file system that counts calls, lets a test fail them, and
 * knows what a power cut would leave. Safe for many threads.
 *
 * <p>Whoever is given {@link #folder} works on the real files in it. {@link #cutPower} ends all
 * work, and writes what survives into another folder. Of links and moves of folders, symbolic links
 * and changes made past this layer it knows nothing.
 */
public final class UnsyncedDisk {

  /** What a test has happen at a call: it may throw, cut the power, or do something else first. */
  @FunctionalInterface
  public interface Hook {
    void at(DiskCall call) throws IOException;
  }

  /** Thrown by a hook before a write, it lets half of the bytes be written. */
  public static final class DiskFullException extends IOException {
    private static final long serialVersionUID = 1L;

    public DiskFullException() {
      super("No space left on device");
    }
  }

  @FunctionalInterface
  interface Effect<T> {
    T run() throws IOException;
  }

  private final Path root;
  private final Unsynced unsynced;
  private final DiskFileSystem files;
  private final Set<DiskChannel> openChannels = ConcurrentHashMap.newKeySet();

  // Guarded by this.
  private final List<DiskCall> calls = new ArrayList<>();
  private Hook before = call -> {};
  private Hook after = call -> {};
  private boolean off;

  /** A disk with what lies in a folder, all of it synced. */
  public UnsyncedDisk(Path root) throws IOException {
    this.root = root.toRealPath();
    this.unsynced = new Unsynced(this.root);
    this.files = new DiskFileSystem(this);
  }

  /** The disk's folder, behind the layer. */
  public Path folder() {
    return files.path(root);
  }

  /** Has something happen before each call, instead of what was set before. */
  public synchronized void before(Hook hook) {
    before = hook;
  }

  /** Has something happen after each call's effect, instead of what was set before. */
  public synchronized void after(Hook hook) {
    after = hook;
  }

  /** Has nothing happen any more. */
  public synchronized void mend() {
    before = call -> {};
    after = call -> {};
  }

  /** All calls so far. */
  public synchronized List<DiskCall> calls() {
    return List.copyOf(calls);
  }

  /** Files and folders that are open. */
  public int openChannels() {
    return openChannels.size();
  }

  /** From now on every call fails without effect. */
  public synchronized void powerOff() {
    off = true;
  }

  public synchronized boolean isOff() {
    return off;
  }

  /** Cuts the power and writes what survives into an empty folder. */
  public void cutPower(PowerCut cut, SplittableRandom random, Path survivors) {
    powerOff();
    unsynced.survivors(cut, random, survivors);
  }

  /** Closes what a dead process had open. */
  public void closeChannels() {
    openChannels.forEach(DiskChannel::closeQuietly);
  }

  Unsynced unsynced() {
    return unsynced;
  }

  void opened(DiskChannel channel) {
    openChannels.add(channel);
  }

  void closed(DiskChannel channel) {
    openChannels.remove(channel);
  }

  <T> T call(Kind kind, Path path, Effect<T> effect) throws IOException {
    DiskCall call;
    Hook first;
    synchronized (this) {
      requirePower();
      call = new DiskCall(calls.size() + 1, kind, path);
      calls.add(call);
      first = before;
    }
    first.at(call);
    synchronized (this) {
      requirePower();
    }
    T result = effect.run();
    Hook last;
    synchronized (this) {
      last = after;
    }
    last.at(call);
    return result;
  }

  private void requirePower() throws IOException {
    if (off) {
      throw new IOException("the power is off");
    }
  }
}
