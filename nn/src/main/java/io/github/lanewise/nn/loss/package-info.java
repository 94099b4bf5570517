/** Losses: what training makes small. */
package io.github.lanewise.nn.loss;
