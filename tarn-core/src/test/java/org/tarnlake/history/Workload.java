package org.tarnlake.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/** What a random transaction does: a list of keys to read and, with a plus, to append to. */
enum Workload {
  /** Anything. */
  MIXED {
    @Override
    List<String> transaction(SplittableRandom random) {
      List<String> steps = new ArrayList<>();
      for (int i = random.nextInt(1, 5); i > 0; i--) {
        steps.add((random.nextBoolean() ? "+" : "") + key(random));
      }
      return steps;
    }
  },

  /** One read or one append. */
  SINGLE {
    @Override
    List<String> transaction(SplittableRandom random) {
      return List.of((random.nextBoolean() ? "+" : "") + key(random));
    }
  },

  /** Two appends to one key, or a read. */
  DOUBLE {
    @Override
    List<String> transaction(SplittableRandom random) {
      String key = key(random);
      return random.nextBoolean() ? List.of("+" + key, "+" + key) : List.of(key);
    }

    @Override
    boolean rollsBack() {
      return false;
    }
  },

  /** One key is read twice, and perhaps appended to. */
  TWICE {
    @Override
    List<String> transaction(SplittableRandom random) {
      String key = key(random);
      return random.nextBoolean() ? List.of(key, key) : List.of(key, "+" + key, key);
    }
  },

  /** One key is read and then appended to. */
  UPDATE {
    @Override
    List<String> transaction(SplittableRandom random) {
      String key = key(random);
      return List.of(key, "+" + key);
    }
  },

  /** Two keys are read or appended to. */
  PAIRS {
    @Override
    List<String> transaction(SplittableRandom random) {
      return random.nextBoolean() ? shuffled(random, "+x", "+y") : shuffled(random, "x", "y");
    }
  },

  /** Two keys are appended to, or one is read. */
  BLIND_PAIRS {
    @Override
    List<String> transaction(SplittableRandom random) {
      return random.nextInt(4) > 0 ? shuffled(random, "+x", "+y") : List.of(key(random));
    }
  },

  /** One key is appended to, or two are read. */
  BLIND_SINGLE {
    @Override
    List<String> transaction(SplittableRandom random) {
      return random.nextBoolean() ? List.of("+" + key(random)) : shuffled(random, "x", "y");
    }
  },

  /** One key is read and another appended to. */
  CROSSED {
    @Override
    List<String> transaction(SplittableRandom random) {
      return random.nextBoolean() ? List.of("x", "+y") : List.of("y", "+x");
    }
  },

  /** One key is appended to and another read. */
  APPEND_THEN_READ {
    @Override
    List<String> transaction(SplittableRandom random) {
      return random.nextBoolean() ? List.of("+x", "y") : List.of("+y", "x");
    }

    @Override
    boolean rollsBack() {
      return false;
    }
  },

  /** One is appended to, or it is read and the other appended to, or both are read. */
  CHAINED {
    @Override
    List<String> transaction(SplittableRandom random) {
      return switch (random.nextInt(3)) {
        case 0 -> List.of("+x");
        case 1 -> List.of("x", "+y");
        default -> shuffled(random, "x", "y");
      };
    }
  };

  static final List<String> KEYS = List.of("x", "y", "z");

  abstract List<String> transaction(SplittableRandom random);

  /** Whether some clients roll back though they could commit. */
  boolean rollsBack() {
    return true;
  }

  private static String key(SplittableRandom random) {
    return KEYS.get(random.nextInt(KEYS.size()));
  }

  private static List<String> shuffled(SplittableRandom random, String one, String other) {
    List<String> steps = new ArrayList<>(List.of(one, other));
    if (random.nextBoolean()) {
      Collections.swap(steps, 0, 1);
    }
    return steps;
  }
}
