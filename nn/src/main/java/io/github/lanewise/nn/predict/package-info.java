/** Trained networks made ready to run. */
package io.github.lanewise.nn.predict;
