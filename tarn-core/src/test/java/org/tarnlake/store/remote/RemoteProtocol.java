package org.tarnlake.store.remote;

import java.util.List;
import org.tarnlake.store.remote.FaultProxy.Fate.Answered;

/** A vendor's words for what all of them say. Stateless. */
public interface RemoteProtocol {
  /** Method and path of the request that creates an object. */
  String create(String bucket, String key);

  /** Method and path of the request that looks for an object. */
  String look(String bucket, String key);

  /** Method and path of the request that reads an object. */
  String read(String bucket, String key);

  /** Whether a request writes an object. */
  boolean isWrite(HttpMessage request);

  /** Answers to a write that tell that its name is taken. */
  List<Answered> taken();

  /** Answers that leave open what became of a write. */
  List<Answered> open();

  /** What a server says that is asked too often. */
  Answered busy();

  /** What a server says to who has no right. */
  Answered refusal();

  /** What a user can do about the {@link #refusal}. */
  String remedy(String bucket, String folder);
}
