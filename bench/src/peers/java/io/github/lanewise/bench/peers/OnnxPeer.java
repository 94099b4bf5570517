package io.github.lanewise.bench.peers;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Any one operator in ONNX Runtime, ready to be timed.
 *
 * <p>Inputs and the output are direct buffers that the library reads and writes in place, so a run
 * copies nothing in Java; constants are packed before the timing. The thread count is this peer's
 * own; with more than one, its threads spin for some 40 ms after a run, as they do by default.
 *
 * <p>On x86 the library computes convolutions and their neighbours in a blocked format (NCHWc) and
 * surrounds them with nodes that reorder input and output. A model of one operator pays for both in
 * every run, a whole network at its ends only, so there are two ways to open a peer.
 */
public final class OnnxPeer implements AutoCloseable {
  private final OrtSession session;
  private final Map<String, OnnxTensor> inputs;
  private final Map<String, OnnxTensor> outputs;
  private final OrtSession unblockOrNull;

  private OnnxPeer(OrtSession session, Map<String, OnnxTensor> inputs, OrtSession unblockOrNull)
      throws OrtException {
    this.session = session;
    this.inputs = inputs;
    this.unblockOrNull = unblockOrNull;
    // The first run tells the output's shape, which may be blocked.
    try (OnnxTensor first = runOnce(session, inputs)) {
      long[] shape = first.getInfo().getShape();
      int length = Math.toIntExact(first.getInfo().getNumElements());
      OnnxTensor output = OnnxSessions.tensor(DirectFloats.zeros(length), shape);
      outputs = Map.of(session.getOutputNames().iterator().next(), output);
    }
  }

  /**
   * Loads a model of one operator; reorders to and from the blocked format are inside a run.
   *
   * @param operator the operator and its data, which is copied
   * @param threads threads that one run may use, the calling one included
   * @return the peer; close it when done
   * @throws IllegalArgumentException if the library does not accept the operator
   */
  public static OnnxPeer open(OnnxOperator operator, int threads) {
    try {
      ModelProto model = OnnxModels.of(operator);
      return new OnnxPeer(OnnxSessions.open(model, threads), tensors(operator), null);
    } catch (OrtException e) {
      throw notAccepted(operator, e);
    }
  }

  /**
   * Loads the node that the library makes of one operator, without its reorders: the input is
   * reordered here, the output in {@link #output()}. The same as {@link #open} where the library
   * does not use the blocked format.
   *
   * @param operator the operator, with one operand that is not constant, and its data, which is
   *     copied
   * @param threads threads that one run may use, the calling one included
   * @return the peer; close it when done
   * @throws IllegalArgumentException if the library does not accept the operator
   */
  public static OnnxPeer openBlocked(OnnxOperator operator, int threads) {
    try {
      ModelProto model = OnnxSessions.optimised(OnnxModels.of(operator));
      Map<String, OnnxTensor> inputs = tensors(operator);
      OrtSession session = null;
      OrtSession unblock = null;
      for (NodeProto node : model.getGraph().getNodeList()) {
        OrtSession alone = OnnxSessions.open(OnnxModels.alone(node, model), threads);
        switch (node.getOpType()) {
          case "ReorderInput" -> {
            OnnxTensor blocked = reordered(alone, inputs);
            closeAll(inputs.values());
            alone.close();
            inputs = Map.of(node.getOutput(0), blocked);
          }
          case "ReorderOutput" -> unblock = alone;
          default -> session = alone;
        }
      }
      return new OnnxPeer(session, inputs, unblock);
    } catch (OrtException e) {
      throw notAccepted(operator, e);
    }
  }

  private static Map<String, OnnxTensor> tensors(OnnxOperator operator) throws OrtException {
    Map<String, OnnxTensor> tensors = new HashMap<>();
    for (OnnxOperand operand : operator.operands()) {
      if (!operand.constant()) {
        tensors.put(
            operand.name(),
            OnnxSessions.tensor(DirectFloats.copyOf(operand.values()), operand.shape()));
      }
    }
    return tensors;
  }

  private static OnnxTensor runOnce(OrtSession session, Map<String, OnnxTensor> inputs)
      throws OrtException {
    return (OnnxTensor) session.run(inputs).get(0);
  }

  /** The result in a buffer of its own, which may outlive the session. */
  private static OnnxTensor reordered(OrtSession session, Map<String, OnnxTensor> inputs)
      throws OrtException {
    try (OnnxTensor result = runOnce(session, inputs)) {
      return OnnxSessions.tensor(
          DirectFloats.copyOf(result.getFloatBuffer().array()), result.getInfo().getShape());
    }
  }

  private static IllegalArgumentException notAccepted(OnnxOperator operator, OrtException e) {
    return new IllegalArgumentException(
        "ONNX Runtime does not accept the operator %s: %s"
            .formatted(operator.type(), e.getMessage()),
        e);
  }

  /** Runs the operator once. */
  public void run() {
    try {
      session.run(inputs, outputs).close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime failed: " + e.getMessage(), e);
    }
  }

  /** {@return a copy of the last run's result, row-major in the operator's own order} */
  public float[] output() {
    OnnxTensor output = outputs.values().iterator().next();
    if (unblockOrNull == null) {
      return output.getFloatBuffer().array();
    }
    String input = unblockOrNull.getInputNames().iterator().next();
    try (OnnxTensor plain = runOnce(unblockOrNull, Map.of(input, output))) {
      return plain.getFloatBuffer().array();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime failed: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    closeAll(inputs.values());
    closeAll(outputs.values());
    try {
      session.close();
      if (unblockOrNull != null) {
        unblockOrNull.close();
      }
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime failed to close: " + e.getMessage(), e);
    }
  }

  private static void closeAll(Collection<OnnxTensor> tensors) {
    tensors.forEach(OnnxTensor::close);
  }
}
