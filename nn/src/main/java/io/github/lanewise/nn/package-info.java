/**
 * Networks: a {@link io.github.lanewise.nn.Network} is a graph of {@link
 * io.github.lanewise.nn.Layer}s, a {@link io.github.lanewise.nn.Model} is one with {@link
 * io.github.lanewise.nn.Parameters}, and a {@link io.github.lanewise.nn.Workspace} holds the
 * buffers to compute it and to differentiate it in both modes.
 */
package io.github.lanewise.nn;
