/** The layers that come with Lanewise: immutable records, named as in PyTorch. */
package io.github.lanewise.nn.layers;
