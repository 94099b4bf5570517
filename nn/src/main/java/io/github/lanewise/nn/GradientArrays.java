package io.github.lanewise.nn;

import java.util.List;

/**
 * Gives each frame of a workspace the arrays of its gradients. What is read by several has that of
 * its first reader, who computes last, for its own; the others' are added to it. Arrays are shared
 * where a layer passes its gradient on and nobody writes over it. What one layer alone reads may
 * take its gradient as values at places.
 */
final class GradientArrays {
  private final Frame[] frames;
  private final int[] readers;

  GradientArrays(Frame[] frames) {
    this.frames = frames;
    readers = new int[frames.length];
    for (Frame frame : frames) {
      for (int producer : frame.node().inputs()) {
        readers[producer]++;
      }
    }
  }

  /** From the last frame to the first, so that one's array is there before it is passed on. */
  void make() {
    int[] left = readers.clone();
    for (int i = frames.length - 1; i >= 0; i--) {
      Frame frame = frames[i];
      boolean last = i == frames.length - 1; // the caller's array, another one with each call
      if (!last && frame.computes() && frame.dy() == null) {
        frame.setDy(array(frame));
      }
      boolean passedOn = !last && frame.computes() && frame.passes().passesGradientOn();
      List<Integer> inputs = frame.node().inputs();
      for (int input = inputs.size() - 1; input >= 0; input--) {
        int producer = inputs.get(input);
        boolean first = --left[producer] == 0;
        if (!first) {
          frame.separate(input, passedOn ? frame.dy() : array(frames[producer]));
        } else if (passedOn && readers[producer] == 1 && keeps(frames[producer])) {
          frames[producer].setDy(frame.dy());
        }
      }
    }
    for (Frame frame : frames) {
      if (frame.computes() && frame.passes().addsGradient()) {
        frame.addOthers();
      }
      if (frame.computes() && frame.node().inputs().size() == 1) {
        link(frame);
      }
    }
  }

  /** Lets a frame hand its gradient on, if it alone reads what is before it, channel by channel. */
  private void link(Frame reader) {
    int producer = reader.node().inputs().getFirst();
    int channels = frames[producer].shape().channels();
    while (readers[producer] == 1 && !frames[producer].computes() && producer > 0) {
      producer = frames[producer].node().inputs().getFirst();
    }
    if (readers[producer] == 1
        && reader.shape().channels() == channels
        && frames[producer].shape().channels() == channels) {
      frames[producer].takeFrom(reader);
    }
  }

  private static boolean keeps(Frame frame) {
    return frame.computes() && frame.passes().keepsGradient();
  }

  private static float[] array(Frame frame) {
    return new float[frame.shape().length(frame.batch())];
  }
}
