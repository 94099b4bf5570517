package io.github.lanewise.bench.peers;

import java.util.List;
import java.util.Map;

/**
 * One ONNX operator of one output, with its data.
 *
 * @param type the operator's name in ONNX, as {@code Conv} or {@code MaxPool}
 * @param attributes by ONNX name; values are {@code Long}, {@code Float}, {@code String} or {@code
 *     long[]}
 * @param operands inputs in the operator's order; at least one that is not constant
 */
public record OnnxOperator(
    String type, Map<String, Object> attributes, List<OnnxOperand> operands) {}
