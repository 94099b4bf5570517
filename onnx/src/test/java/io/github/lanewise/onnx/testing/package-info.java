/** What tests of this module share. */
package io.github.lanewise.onnx.testing;
