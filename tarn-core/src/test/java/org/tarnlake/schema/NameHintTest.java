package org.tarnlake.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NameHintTest {

  @Test
  void aMistypedNameIsFound() {
    List<String> names = List.of("orders", "items", "Umsatz");
    assertThat(NameHint.didYouMean("ordres", names)).isEqualTo(" (did you mean 'orders'?)");
    assertThat(NameHint.didYouMean("umsatz", names)).isEqualTo(" (did you mean 'Umsatz'?)");
    assertThat(NameHint.didYouMean("weather", names)).isEmpty();
    assertThat(NameHint.didYouMean("", names)).isEmpty();
  }

  /** A table of 2,000 columns filled the screen with their names. */
  @Test
  void aLongListIsCut() {
    assertThat(NameHint.list(List.of("a", "b"))).isEqualTo("a, b");
    List<String> many = IntStream.range(0, 2010).mapToObj(i -> "c" + i).toList();
    assertThat(NameHint.list(many))
        .isEqualTo("c0, c1, c2, c3, c4, c5, c6, c7, c8, c9 and 2,000 more");
    assertThat(NameHint.list(many.subList(0, 11))).endsWith("c9, c10");
  }
}
