package org.tarnlake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The command line is a user like any other: it sees what every application sees. */
class ArchitectureTest {
  private static final String ALLOWED =
      "org\\.tarnlake(\\.cli(\\..*)?|\\.(schema|predicate|row|error|store|env|upkeep|json))?";

  private static final JavaClasses CLASSES =
      new ClassFileImporter().importPath(Path.of("target", "classes"));

  @Test
  void usesOnlyThePublicPackagesOfTheCore() {
    assertThat(
            CLASSES.stream()
                .flatMap(c -> c.getDirectDependenciesFromSelf().stream())
                .filter(ArchitectureTest::leavesThePublicApi)
                .map(Dependency::getDescription))
        .isEmpty();
  }

  @Test
  void everyPackageIsNullMarked() {
    assertThat(CLASSES.stream().map(JavaClass::getPackage).distinct())
        .allMatch(p -> p.isAnnotatedWith(NullMarked.class));
  }

  private static boolean leavesThePublicApi(Dependency dependency) {
    String target = dependency.getTargetClass().getBaseComponentType().getPackageName();
    return (target + ".").startsWith("org.tarnlake.") && !target.matches(ALLOWED);
  }
}
