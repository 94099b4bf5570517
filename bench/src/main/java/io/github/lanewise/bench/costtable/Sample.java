package io.github.lanewise.bench.costtable;

import io.github.lanewise.bench.roofline.Roofline;

/**
 * What one fork measured.
 *
 * @param seconds time of a product, the median over the fork's iterations
 * @param roofline what the machine could do in this fork
 */
record Sample(double seconds, Roofline roofline) {}
