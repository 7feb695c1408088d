package org.tarnlake.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.Lake;
import org.tarnlake.env.Environment;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.SoundLake;

/** What an object has is a value of its row, or an error; nothing is left out without a word. */
class ObjectLossTest {
  @RegisterExtension final SoundLake sound = new SoundLake();

  private final MemoryStore disk = sound.watch(new MemoryStore());
  private Lake lake;

  @BeforeEach
  void makeALake() {
    lake = Lake.create(disk, Environment.system());
  }

  private <T> List<T> all(Class<T> type) {
    try (Stream<T> rows = lake.scan("t").as(type)) {
      return rows.toList();
    }
  }

  /** Of what it declares a public class that extends it has bridge methods only. */
  static class Named {
    private @Nullable String name;

    public @Nullable String getName() {
      return name;
    }

    public void setName(String name) {
      this.name = name;
    }
  }

  /** A bean with getters that it inherits. */
  public static class User extends Named {
    private long id;

    public long getId() {
      return id;
    }

    public void setId(long id) {
      this.id = id;
    }
  }

  /** The name was written as null, and read as null. */
  @Test
  void gettersThatAPublicClassInheritsAreItsOwn() {
    assertThat(Schema.of(User.class)).isEqualTo(Schema.parse("id long not null, name string"));
    lake.transact(tx -> tx.createTable("t", Schema.of(User.class)));
    User user = new User();
    user.setId(1);
    user.setName("Ada");
    lake.transact(tx -> tx.append("t", user));
    assertThat(all(User.class))
        .extracting(User::getId, User::getName)
        .containsExactly(tuple(1L, "Ada"));
  }

  /** A bean with a getter of each kind. */
  public static class Flag {
    public boolean isOn() {
      return true;
    }

    public Boolean getOn() {
      return true;
    }
  }

  /** Which one counted depended on an order that the JDK does not promise. */
  @Test
  void ofTwoGettersOfOnePropertyThatWithGetCounts() {
    assertThat(Schema.of(Flag.class)).isEqualTo(Schema.parse("on boolean"));
  }

  record Key(int a) {}

  record Keyed(Map<Key, String> m) {}

  /** Two keys of a map were one for a class that has less, and one of their values went. */
  @Test
  void keysOfAMapThatMeetAreAnError() {
    lake.transact(
        tx -> {
          tx.createTable("t", Schema.parse("m map<struct<a:int,b:int>,string>"));
          tx.append("t", Map.of(Map.of("a", 1, "b", 1), "x", Map.of("a", 1, "b", 2), "y"));
        });
    assertThatThrownBy(() -> all(Keyed.class))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("stands twice");
  }

  /** The later name won, unless a row before had an object in it. */
  @Test
  void twoNamesOfOneFieldAreAnError() {
    lake.transact(tx -> tx.createTable("t", Schema.parse("id long, s struct<zip:int>")));
    Map<String, Object> twice = new LinkedHashMap<>();
    twice.put("zip", 1);
    twice.put("ZIP", 2);
    assertThatThrownBy(() -> lake.transact(tx -> tx.append("t", 1L, twice)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("two names of a map mean the column 's.zip'");
  }
}
