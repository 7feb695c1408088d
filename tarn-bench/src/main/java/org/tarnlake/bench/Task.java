package org.tarnlake.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/**
 * One contender's part of one benchmark, living in a JVM of its own. One thread at a time; the
 * parent asks for runs one after the other, so that contenders take turns on the machine.
 */
public interface Task extends AutoCloseable {

  /** Works once and tells what it measured. */
  Figures run(List<String> arguments) throws Exception;

  @Override
  default void close() throws IOException, SQLException {}
}
