/** What the lecture shows, as programs: both modes of differentiation, and why to convolve. */
package io.github.lanewise.nn.lecture;
