/** Networks of nn written as ONNX models, and ONNX models turned into networks that can learn. */
package io.github.lanewise.onnx.convert;
