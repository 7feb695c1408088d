package org.tarnlake.data.read;

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
import shaded.parquet.org.apache.thrift.transport.TIOStreamTransport;
import shaded.parquet.org.apache.thrift.transport.TTransportException;

/**
 * Reads the Thrift structures of Parquet from bytes that anybody may have written: nothing in them
 * may claim to be longer than what there is to read, or nest deeper than any Parquet does, so that
 * memory and stack are bounded by the file. Stateless.
 */
final class Thrift {
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
  static <T extends TBase<?, ?>> T read(ByteArrayInputStream in, T into, long limit)
      throws IOException {
    try {
      into.read(new InterningProtocol(new Bounded(in, (int) Math.min(limit, Integer.MAX_VALUE))));
      return into;
    } catch (TException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** The compact protocol with bounds. One thread at a time. */
  private static final class Bounded extends TCompactProtocol {
    private final int limit;
    private int depth;

    Bounded(ByteArrayInputStream in, int limit) throws TTransportException {
      super(
          new TIOStreamTransport(TConfiguration.custom().setMaxMessageSize(limit).build(), in),
          limit,
          limit);
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
