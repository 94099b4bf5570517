package io.github.lanewise.nn.data;

import io.github.lanewise.nn.Shape;

/** Some examples of another data set. */
@SuppressWarnings("ArrayRecordComponent") // never compared, never shown
record Subset(Dataset all, int[] indices) implements Dataset {
  @Override
  public int size() {
    return indices.length;
  }

  @Override
  public Shape shape() {
    return all.shape();
  }

  @Override
  public int classes() {
    return all.classes();
  }

  @Override
  public int label(int index) {
    return all.label(indices[index]);
  }

  @Override
  public void copy(int index, float[] x, int at) {
    all.copy(indices[index], x, at);
  }
}
