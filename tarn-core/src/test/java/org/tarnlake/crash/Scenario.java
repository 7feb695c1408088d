package org.tarnlake.crash;

import java.util.List;
import java.util.function.Consumer;
import org.tarnlake.store.FaultyStore;

/**
 * Something that clients do, in which each store call may go wrong. Immutable.
 *
 * @param name what happens
 * @param setup what happened before, without faults
 * @param story what happens
 * @param victims the processes for which calls go wrong, one of them at a time
 * @param outcomes what the story's transactions are told if nothing goes wrong
 */
record Scenario(
    String name,
    Consumer<World> setup,
    Consumer<World> story,
    List<String> victims,
    List<String> outcomes) {
  Scenario {
    victims = List.copyOf(victims);
    outcomes = List.copyOf(outcomes);
  }

  /** The world before the story; copied for each run of it. */
  World prepare() {
    World world = World.empty();
    setup.accept(world);
    return world;
  }

  /** Tells the story in a copy of the prepared world, with faults for one process. */
  World tell(World prepared, String victim, Consumer<FaultyStore> faults) {
    World world = prepared.copy(victim, faults);
    story.accept(world);
    return world;
  }

  @Override
  public String toString() {
    return name;
  }
}
