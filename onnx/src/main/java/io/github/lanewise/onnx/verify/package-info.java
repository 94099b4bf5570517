/** Models held against outputs that somebody else computed. */
package io.github.lanewise.onnx.verify;
