/** Examples to learn from: where they come from and how they are varied. */
package io.github.lanewise.nn.data;
