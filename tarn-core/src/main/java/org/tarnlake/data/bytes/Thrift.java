package org.tarnlake.data.bytes;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.format.InterningProtocol;
import shaded.parquet.org.apache.thrift.TBase;
import shaded.parquet.org.apache.thrift.TConfiguration;
import shaded.parquet.org.apache.thrift.TException;
import shaded.parquet.org.apache.thrift.protocol.TCompactProtocol;
import shaded.parquet.org.apache.thrift.protocol.TList;
import shaded.parquet.org.apache.thrift.protocol.TMap;
import shaded.parquet.org.apache.thrift.protocol.TProtocolException;
import shaded.parquet.org.apache.thrift.protocol.TStruct;
import shaded.parquet.org.apache.thrift.transport.TEndpointTransport;
import shaded.parquet.org.apache.thrift.transport.TTransportException;

/**
 * The Thrift structures of Parquet, in bytes. They are read from bytes that anybody may have
 * written: nothing in them may claim to be longer than what there is to read, or nest deeper than
 * any Parquet does, so that memory and stack are bounded by the file. Stateless.
 */
public final class Thrift {
  private static final int MAX_DEPTH = 64;

  private Thrift() {}

  /**
   * Reads a structure.
   *
   * @param into takes what is read
   * @param limit how many bytes there are, in the stream and behind it
   * @return {@code into}
   * @throws IOException if the bytes are no such structure, or the stream ends before it does
   */
  public static <T extends TBase<?, ?>> T read(ByteArrayInputStream in, T into, long limit)
      throws IOException {
    try {
      into.read(new InterningProtocol(new Bounded(in, (int) Math.min(limit, Integer.MAX_VALUE))));
      return into;
    } catch (TException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Appends a structure. */
  public static void write(TBase<?, ?> structure, ByteOutput out) {
    try {
      structure.write(new InterningProtocol(new TCompactProtocol(new Output(out))));
    } catch (TException e) {
      throw new IllegalStateException("not written: " + e.getMessage(), e);
    }
  }

  /**
   * What bytes in memory are to Thrift: nothing to open or close. The library's own transport asks
   * for a logger, which would greet every user who has none. One thread at a time.
   */
  private abstract static class Transport extends TEndpointTransport {
    Transport(TConfiguration bounds) throws TTransportException {
      super(bounds);
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void open() {}

    @Override
    public void close() {}

    @Override
    public int read(byte[] bytes, int offset, int length) throws TTransportException {
      throw new TTransportException("there is nothing to read");
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws TTransportException {
      throw new TTransportException("it cannot be written to");
    }
  }

  private static final class Input extends Transport {
    private final ByteArrayInputStream in;

    Input(ByteArrayInputStream in, int limit) throws TTransportException {
      super(TConfiguration.custom().setMaxMessageSize(limit).build());
      this.in = in;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws TTransportException {
      int count = in.read(bytes, offset, length);
      if (count < 0) {
        throw new TTransportException(TTransportException.END_OF_FILE, "it ends too early");
      }
      return count;
    }
  }

  private static final class Output extends Transport {
    private final ByteOutput out;

    Output(ByteOutput out) throws TTransportException {
      super(TConfiguration.DEFAULT);
      this.out = out;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      out.write(bytes, offset, length);
    }
  }

  /** The compact protocol with bounds. One thread at a time. */
  private static final class Bounded extends TCompactProtocol {
    private final int limit;
    private int depth;

    Bounded(ByteArrayInputStream in, int limit) throws TTransportException {
      super(new Input(in, limit), limit, limit);
      this.limit = limit;
    }

    /** The library bounds texts, but not these. */
    @Override
    public ByteBuffer readBinary() throws TException {
      // The length is a plain number, of which the library offers the zigzag reading only.
      int zigzag = readI32();
      int length = zigzag << 1 ^ zigzag >> 31;
      if (length < 0 || length > limit) {
        throw new TProtocolException(
            TProtocolException.SIZE_LIMIT, "binary of %s bytes".formatted(length));
      }
      byte[] bytes = new byte[length];
      getTransport().readAll(bytes, 0, length);
      return ByteBuffer.wrap(bytes);
    }

    @Override
    public TStruct readStructBegin() throws TException {
      deeper();
      return super.readStructBegin();
    }

    @Override
    public void readStructEnd() throws TException {
      depth--;
      super.readStructEnd();
    }

    @Override
    public TList readListBegin() throws TException {
      deeper();
      return super.readListBegin();
    }

    @Override
    public void readListEnd() throws TException {
      depth--;
      super.readListEnd();
    }

    // A set begins as a list does.
    @Override
    public void readSetEnd() throws TException {
      depth--;
      super.readSetEnd();
    }

    @Override
    public TMap readMapBegin() throws TException {
      deeper();
      return super.readMapBegin();
    }

    @Override
    public void readMapEnd() throws TException {
      depth--;
      super.readMapEnd();
    }

    private void deeper() throws TProtocolException {
      if (++depth > MAX_DEPTH) {
        throw new TProtocolException(TProtocolException.DEPTH_LIMIT, "it nests too deeply");
      }
    }
  }
}
