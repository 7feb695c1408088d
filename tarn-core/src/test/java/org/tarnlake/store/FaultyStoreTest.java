package org.tarnlake.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tarnlake.store.FaultyStore.every;
import static org.tarnlake.store.FaultyStore.naming;
import static org.tarnlake.store.FaultyStore.nth;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.tarnlake.store.FaultyStore.Call;
import org.tarnlake.store.FaultyStore.Operation;

/** Without faults it keeps the contract; with them it lies as told. */
final class FaultyStoreTest extends ObjectStoreContractTest {
  private final MemoryStore inner = new MemoryStore();
  private final FaultyStore store = new FaultyStore(inner);

  @Override
  protected ObjectStore openEmpty() {
    return store;
  }

  @Test
  void callsAreCountedAndTraced() throws Exception {
    store.putIfAbsent("a", new byte[3]);
    store.putIfAbsent("a", new byte[4]);
    store.getRange("a", 1, 2);
    try (Upload upload = store.upload("b")) {
      upload.write(new byte[7]);
      upload.commit();
    }
    store.list("x/", "");

    assertThat(store.trace())
        .containsExactly(
            new Call(1, 1, Operation.PUT_IF_ABSENT, "a", 3),
            new Call(2, 2, Operation.PUT_IF_ABSENT, "a", 4),
            new Call(3, 1, Operation.GET_RANGE, "a", 2),
            new Call(4, 1, Operation.UPLOAD, "b", 0),
            new Call(5, 1, Operation.COMMIT, "b", 7),
            new Call(6, 1, Operation.LIST, "x/", 0));
    assertThat(store.calls()).isEqualTo(6);
    assertThat(store.calls(Operation.PUT_IF_ABSENT)).isEqualTo(2);
    assertThat(store.bytes(Operation.PUT_IF_ABSENT)).isEqualTo(7);
    store.resetCalls();
    assertThat(store.calls()).isZero();
  }

  @Test
  void failureBeforeTheEffectLeavesNothing() throws Exception {
    store.failBefore(nth(2));

    assertThat(store.putIfAbsent("a", new byte[1])).isTrue();
    assertThatThrownBy(() -> store.putIfAbsent("b", new byte[1]))
        .isInstanceOf(IOException.class)
        .hasMessage("made to fail: call 2, PUT_IF_ABSENT 2 of 'b', 1 bytes");
    assertThat(store.putIfAbsent("b", new byte[1])).isTrue();
  }

  @Test
  void refusalSaysThatNothingWasWritten() throws Exception {
    store.refuse(naming("log/"));

    assertThatThrownBy(() -> store.putIfAbsent("log/1", new byte[1]))
        .isInstanceOf(NothingWrittenException.class);
    assertThat(inner.list("", "")).isEmpty();
  }

  @Test
  void failureAfterTheEffectLosesTheAnswer() throws Exception {
    store.failAfter(nth(1, Operation.PUT_IF_ABSENT));

    assertThatThrownBy(() -> store.putIfAbsent("a", new byte[1])).isInstanceOf(IOException.class);
    assertThat(store.putIfAbsent("a", new byte[1])).isFalse();
  }

  @Test
  void lateRequestHasItsEffectWhenDelivered() throws Exception {
    store.failLate(every(Operation.PUT_IF_ABSENT)).failLate(every(Operation.COMMIT));

    assertThatThrownBy(() -> store.putIfAbsent("a", new byte[1])).isInstanceOf(IOException.class);
    try (Upload upload = store.upload("b")) {
      upload.write(new byte[2]);
      assertThatThrownBy(upload::commit).isInstanceOf(IOException.class);
    }
    assertThat(inner.list("", "")).isEmpty();
    store.deliver();
    assertThat(inner.list("", "")).extracting(ObjectInfo::name).containsExactly("a", "b");
  }

  @Test
  void crashEndsAllCallsUntilHealed() throws Exception {
    Upload begun = store.upload("begun");
    store.crashAfter(naming("log/").and(every(Operation.PUT_IF_ABSENT)));

    store.putIfAbsent("data/1", new byte[1]);
    assertThatThrownBy(() -> store.putIfAbsent("log/1", new byte[1]))
        .isInstanceOf(IOException.class);
    assertThat(store.hasCrashed()).isTrue();
    assertThatThrownBy(() -> store.get("data/1")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> begun.write(1)).isInstanceOf(IOException.class);
    assertThatThrownBy(begun::commit).isInstanceOf(IOException.class);
    store.heal();
    assertThat(store.get("log/1")).hasSize(1);
    assertThat(store.list("", "")).extracting(ObjectInfo::name).containsExactly("data/1", "log/1");
  }

  @Test
  void crashBeforeACallSparesItsEffect() throws Exception {
    store.crashBefore(nth(1));

    assertThatThrownBy(() -> store.putIfAbsent("a", new byte[1])).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> store.putIfAbsent("b", new byte[1])).isInstanceOf(IOException.class);
    assertThat(inner.list("", "")).isEmpty();
  }
}
