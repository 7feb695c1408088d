/**
 * A seeded simulation of many processes on one lake: one number decides everything that happens, so
 * that what fails once fails again.
 *
 * <p>A {@link org.tarnlake.simulation.World} is one run. Its {@link
 * org.tarnlake.simulation.Client}s open the same lake, each in a process of its own ({@link
 * org.tarnlake.simulation.Peer}), and run random transactions over a few tables. Whatever makes two
 * runs differ comes from the world: time, randomness, threads ({@link
 * org.tarnlake.simulation.Scheduler}: one runs at a time, and at every call of the store it is
 * decided who goes on) and the store ({@link org.tarnlake.simulation.SimulatedStore}, which lets
 * happen to a call what {@link org.tarnlake.simulation.Fault} lists). {@link
 * org.tarnlake.simulation.Conditions} tells how seeds differ.
 *
 * <p>Four judges: {@link org.tarnlake.simulation.StoreRules} looks at every object as it appears,
 * {@link org.tarnlake.simulation.Verdict} compares what clients saw and were told with a replay of
 * what landed in the log, the history checker looks at what clients saw alone ({@link
 * org.tarnlake.simulation.Observed}), and the consistency check that users run looks at what is
 * left. {@link org.tarnlake.simulation.Shrinker} makes a failing run small, {@link
 * org.tarnlake.simulation.Campaign} runs millions.
 *
 * <p>What it does not cover:
 *
 * <ul>
 *   <li>Races between the threads of one process. They take turns at calls of the store, but not
 *       within {@link org.tarnlake.simulation.LockedSections}; they wait for one another where they
 *       share a log entry, and nowhere else: background work but the publisher's is done by whoever
 *       needs it, and {@code awaitPublished} and {@code close} find the publisher at rest.
 *   <li>File systems, power cuts, and stores that break their contract (but for the tests that want
 *       to see a run fail).
 *   <li>Alterations by a process of several threads, which share log entries; of untyped tables; of
 *       the order of columns, and of what they forbid.
 *   <li>Large data: tables have a few small files.
 * </ul>
 */
@NullMarked
package org.tarnlake.simulation;

import org.jspecify.annotations.NullMarked;
