package org.tarnlake.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Shortest paths within a component; edges of the silent type count nothing. One thread at a time.
 */
final class PathSearch {
  private final Digraph graph;
  private final int silent;
  private final int[] cameBy;

  /** By which search a vertex was reached, and by which it was done with. */
  private final int[] reached;

  private final int[] done;
  private int search;
  private long visits;

  PathSearch(Digraph graph, int silent) {
    this.graph = graph;
    this.silent = silent;
    cameBy = new int[graph.vertexCount()];
    Arrays.fill(cameBy, -1);
    reached = new int[graph.vertexCount()];
    done = new int[graph.vertexCount()];
  }

  /** How many edges were followed so far. */
  long visits() {
    return visits;
  }

  /** The edges of a shortest path between two vertices of one component, or null. */
  @Nullable List<Integer> find(int from, int to, int mask, Components components) {
    search++;
    reached[from] = search;
    Deque<Integer> queue = new ArrayDeque<>();
    queue.add(from);
    while (!queue.isEmpty()) {
      int vertex = queue.remove();
      if (vertex == to) {
        return edges(from, to);
      }
      if (done[vertex] != search) {
        done[vertex] = search;
        follow(vertex, mask, components, queue);
      }
    }
    return null;
  }

  private void follow(int vertex, int mask, Components components, Deque<Integer> queue) {
    for (int i = graph.start(vertex); i < graph.start(vertex + 1); i++) {
      int edge = graph.leaving(i);
      int next = graph.target(edge);
      visits++;
      if (!graph.isOf(edge, mask)
          || components.of(next) != components.of(vertex)
          || done[next] == search) {
        continue;
      }
      if (graph.type(edge) == silent) {
        reached[next] = search;
        cameBy[next] = edge;
        queue.addFirst(next);
      } else if (reached[next] != search) {
        reached[next] = search;
        cameBy[next] = edge;
        queue.addLast(next);
      }
    }
  }

  private List<Integer> edges(int from, int to) {
    List<Integer> edges = new ArrayList<>();
    for (int vertex = to; vertex != from; vertex = graph.source(cameBy[vertex])) {
      edges.add(cameBy[vertex]);
    }
    Collections.reverse(edges);
    return edges;
  }
}
