/** Training, and what tells how good it was. */
package io.github.lanewise.nn.train;
