/** Pictures as arrays of floats, and the filters of the lecture's edge detection on them. */
package io.github.lanewise.bench.picture;
