package org.tarnlake;

import org.jspecify.annotations.Nullable;

/**
 * As {@link Work}, with a result, see {@link Lake#compute}.
 *
 * @param <T> what it returns
 * @param <X> the checked exceptions that it throws
 */
@FunctionalInterface
public interface Computation<T extends @Nullable Object, X extends Exception> {
  T run(Transaction tx) throws X;
}
