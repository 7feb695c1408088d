package org.tarnlake.history;

/**
 * The strongly connected components of a graph, by edges of some types: Tarjan's algorithm, its
 * recursion on a stack of its own. One thread at a time.
 */
final class Components {
  private final Digraph graph;
  private final int mask;
  private final int[] component;
  private final int[] number;
  private final int[] low;
  private final int[] next;
  private final boolean[] isOpen;
  private final int[] open;
  private int openCount;
  private int numbers;
  private int count;

  private Components(Digraph graph, int mask) {
    this.graph = graph;
    this.mask = mask;
    int vertices = graph.vertexCount();
    component = new int[vertices];
    number = new int[vertices];
    low = new int[vertices];
    next = new int[vertices];
    isOpen = new boolean[vertices];
    open = new int[vertices];
  }

  static Components of(Digraph graph, int mask) {
    Components components = new Components(graph, mask);
    int[] path = new int[graph.vertexCount()];
    for (int root = 0; root < path.length; root++) {
      if (components.number[root] == 0) {
        components.visit(root, path);
      }
    }
    return components;
  }

  /** How many components have more than one vertex; they are numbered from 1. */
  int count() {
    return count;
  }

  /** The component of a vertex; 0 if it is alone in it. */
  int of(int vertex) {
    return component[vertex];
  }

  private void visit(int root, int[] path) {
    int depth = 0;
    path[0] = root;
    enter(root);
    while (depth >= 0) {
      int vertex = path[depth];
      int deeper = advance(vertex);
      if (deeper >= 0) {
        enter(deeper);
        path[++depth] = deeper;
      } else {
        leave(vertex);
        depth--;
        if (depth >= 0) {
          low[path[depth]] = Math.min(low[path[depth]], low[vertex]);
        }
      }
    }
  }

  private void enter(int vertex) {
    number[vertex] = ++numbers;
    low[vertex] = numbers;
    next[vertex] = graph.start(vertex);
    open[openCount++] = vertex;
    isOpen[vertex] = true;
  }

  /**
   * Follows the edges of a vertex up to one that leads to a new vertex, which is returned, or -1.
   */
  private int advance(int vertex) {
    while (next[vertex] < graph.start(vertex + 1)) {
      int edge = graph.leaving(next[vertex]++);
      if (graph.isOf(edge, mask)) {
        int target = graph.target(edge);
        if (number[target] == 0) {
          return target;
        }
        if (isOpen[target]) {
          low[vertex] = Math.min(low[vertex], number[target]);
        }
      }
    }
    return -1;
  }

  private void leave(int vertex) {
    if (low[vertex] != number[vertex]) {
      return;
    }
    boolean alone = open[openCount - 1] == vertex;
    if (!alone) {
      count++;
    }
    int member;
    do {
      member = open[--openCount];
      isOpen[member] = false;
      component[member] = alone ? 0 : count;
    } while (member != vertex);
  }
}
