package org.tarnlake.history;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A directed graph whose edges have a type, one bit of a mask, and a reason. All edges are added
 * before the first search. One thread at a time.
 */
final class Digraph {
  private int vertexCount;
  private int edgeCount;
  private int[] source = new int[1024];
  private int[] target = new int[1024];
  private int[] type = new int[1024];
  private @Nullable Object[] reason = new Object[1024];

  /** The edges ordered by the vertex that they leave, and where those of each vertex start. */
  private int[] leaving = {};

  private int[] starts = {};

  /** Adds vertices. Returns the first. */
  int addVertices(int count) {
    vertexCount += count;
    return vertexCount - count;
  }

  void addEdge(int from, int to, int edgeType, @Nullable Object why) {
    if (edgeCount == source.length) {
      source = Arrays.copyOf(source, 2 * edgeCount);
      target = Arrays.copyOf(target, 2 * edgeCount);
      type = Arrays.copyOf(type, 2 * edgeCount);
      reason = Arrays.copyOf(reason, 2 * edgeCount);
    }
    source[edgeCount] = from;
    target[edgeCount] = to;
    type[edgeCount] = edgeType;
    reason[edgeCount++] = why;
  }

  int vertexCount() {
    return vertexCount;
  }

  int edgeCount() {
    return edgeCount;
  }

  int source(int edge) {
    return source[edge];
  }

  int target(int edge) {
    return target[edge];
  }

  int type(int edge) {
    return type[edge];
  }

  boolean isOf(int edge, int mask) {
    return (type[edge] & mask) != 0;
  }

  @Nullable Object reason(int edge) {
    return reason[edge];
  }

  /** The edges that leave vertex v are {@code leaving(i)} for i from {@code start(v)} on. */
  int leaving(int i) {
    return leaving[i];
  }

  /** Where the edges of a vertex start, and those of the one before it end. */
  int start(int vertex) {
    return starts[vertex];
  }

  /** Ends the adding of edges. */
  void seal() {
    starts = new int[vertexCount + 1];
    for (int edge = 0; edge < edgeCount; edge++) {
      starts[source[edge] + 1]++;
    }
    for (int vertex = 0; vertex < vertexCount; vertex++) {
      starts[vertex + 1] += starts[vertex];
    }
    int[] next = starts.clone();
    leaving = new int[edgeCount];
    for (int edge = 0; edge < edgeCount; edge++) {
      leaving[next[source[edge]]++] = edge;
    }
  }
}
