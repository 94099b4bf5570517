/** Checks of gradients, for these layers and for layers of your own. */
package io.github.lanewise.nn.check;
