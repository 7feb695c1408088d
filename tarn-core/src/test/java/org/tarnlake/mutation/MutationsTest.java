package org.tarnlake.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every {@link Mutation} is noticed by the tests that it names. */
class MutationsTest {
  private static final List<Mutation> ALL = Mutation.all();

  static Stream<Mutation> all() {
    return ALL.stream();
  }

  @Test
  void everyTextThatIsChangedOccursOnce() {
    assertThat(ALL).hasSizeGreaterThan(20).allMatch(mutation -> mutation.occurrences() == 1);
  }

  @Test
  void withoutMutationTheNamedTestsPass() throws Exception {
    MutantClasses unchanged = MutantClasses.unchanged();
    for (NamedTest test : ALL.stream().flatMap(each -> each.tests().stream()).distinct().toList()) {
      TestRun run = TestRun.of(test, unchanged);
      assertThat(run.failures()).as("%s", test).isEmpty();
      assertThat(run.started()).as("%s", test).isPositive();
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyMutationIsNoticed(Mutation mutation) throws Exception {
    MutantClasses mutant = MutantClasses.of(mutation);
    for (NamedTest test : mutation.tests()) {
      assertThat(TestRun.of(test, mutant).hasFailed())
          .as("%s is noticed by %s: %s", mutation, test, mutation.why())
          .isTrue();
    }
  }
}
