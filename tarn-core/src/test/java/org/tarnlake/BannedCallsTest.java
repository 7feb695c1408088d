package org.tarnlake;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Whatever makes two runs differ is reached through {@link org.tarnlake.env.Environment}, so that
 * any test replays from a seed; and a library neither prints nor ends the program.
 */
class BannedCallsTest {
  private static final String ENVIRONMENT = "use org.tarnlake.env.Environment";
  private static final String LOGGER =
      "a library prints nothing: log through System.Logger or throw";

  /**
   * Full names as {@code owner.member(parameters)}, as regular expressions, and what to do instead.
   */
  private static final Map<String, String> BANS =
      Map.of(
          "java\\.lang\\.System\\.(currentTimeMillis|nanoTime)\\(\\)", ENVIRONMENT,
          "java\\.time\\.\\w+\\.now\\((java\\.time\\.ZoneId)?\\)", ENVIRONMENT,
          "java\\.time\\.(Clock|InstantSource)\\.(system|tick(Millis|Seconds|Minutes)).*",
              ENVIRONMENT,
          "java\\.util\\.(Date|Random|SplittableRandom|GregorianCalendar)\\.<init>\\(\\)",
              ENVIRONMENT,
          "java\\.util\\.UUID\\.randomUUID\\(\\)", ENVIRONMENT,
          "java\\.lang\\.(Strict)?Math\\.random\\(\\)", ENVIRONMENT,
          "java\\.util\\.concurrent\\.ThreadLocalRandom\\..*|java\\.security\\.SecureRandom\\..*",
              ENVIRONMENT,
          "java\\.lang\\.Thread\\.sleep\\(.*|java\\.util\\.concurrent\\.TimeUnit\\.sleep\\(.*",
              ENVIRONMENT,
          "java\\.lang\\.System\\.(out|err|in)|java\\.lang\\.Throwable\\.printStackTrace\\(\\)",
              LOGGER,
          "java\\.lang\\.(System|Runtime)\\.(exit|halt)\\(int\\)",
              "a library never ends the program");

  @Test
  void timeAndChanceComeFromTheEnvironment() {
    JavaClasses classes = new ClassFileImporter().importPath(Path.of("target", "classes"));
    assertThat(
            classes.stream()
                .filter(c -> !c.getPackageName().equals("org.tarnlake.env"))
                .flatMap(BannedCallsTest::violations))
        .isEmpty();
  }

  /** The ban bites: every forbidden call below, direct or by reference, is found. */
  @Test
  void everyBannedCallIsFound() {
    JavaClass offender = new ClassFileImporter().importClass(Offender.class);
    assertThat(violations(offender).map(v -> v.replaceAll(".* calls (\\S+)\\(.*", "$1")))
        .containsExactlyInAnyOrder(
            "java.lang.System.nanoTime",
            "java.lang.System.currentTimeMillis",
            "java.time.Instant.now",
            "java.time.LocalDate.now",
            "java.time.Clock.systemUTC",
            "java.util.Random.<init>",
            "java.util.UUID.randomUUID",
            "java.lang.Math.random",
            "java.util.concurrent.ThreadLocalRandom.current",
            "java.lang.Thread.sleep");
  }

  private static Stream<String> violations(JavaClass origin) {
    return origin.getAccessesFromSelf().stream().flatMap(BannedCallsTest::violation);
  }

  private static Stream<String> violation(JavaAccess<?> access) {
    String called = access.getTarget().getFullName();
    return BANS.entrySet().stream()
        .filter(ban -> called.matches(ban.getKey()))
        .map(ban -> ban.getValue())
        .map(
            remedy ->
                "%s:%d calls %s: %s"
                    .formatted(
                        access.getOriginOwner().getName(), access.getLineNumber(), called, remedy));
  }

  private static final class Offender {
    final LongSupplier reference = System::nanoTime;

    List<Object> calls() throws InterruptedException {
      Thread.sleep(1);
      return List.of(
          System.currentTimeMillis(),
          Instant.now(),
          Instant.now(Clock.systemUTC()),
          LocalDate.now(),
          new Random(),
          new Random(42),
          UUID.randomUUID(),
          Math.random(),
          ThreadLocalRandom.current());
    }
  }
}
