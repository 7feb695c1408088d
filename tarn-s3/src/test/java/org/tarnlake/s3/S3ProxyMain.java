package org.tarnlake.s3;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;

/** S3Proxy, which ends with the process that started it: then its input does. */
final class S3ProxyMain {
  private S3ProxyMain() {}

  public static void main(String[] arguments) throws Exception {
    Thread watch = new Thread(S3ProxyMain::endWithInput);
    watch.setDaemon(true);
    watch.start();
    try {
      Class.forName("org.gaul.s3proxy.Main")
          .getMethod("main", String[].class)
          .invoke(null, (Object) arguments);
    } catch (InvocationTargetException e) {
      e.getCause().printStackTrace();
      System.exit(1);
    }
  }

  private static void endWithInput() {
    try {
      while (System.in.read() >= 0) {}
    } catch (IOException e) {
      System.err.println("its input failed: " + e);
    }
    Runtime.getRuntime().halt(0);
  }
}
