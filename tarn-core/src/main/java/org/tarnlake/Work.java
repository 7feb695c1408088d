package org.tarnlake;

/**
 * What is done in a transaction, see {@link Lake#transact}. It may throw any exception, which comes
 * out of {@code transact} as it is; a lambda that throws no checked exception needs no {@code
 * throws} where it is called.
 *
 * @param <X> the checked exceptions that it throws
 */
@FunctionalInterface
public interface Work<X extends Exception> {
  void run(Transaction tx) throws X;
}
