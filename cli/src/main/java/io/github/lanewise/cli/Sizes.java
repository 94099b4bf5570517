package io.github.lanewise.cli;

/**
 * A range of picture sizes.
 *
 * @param from side of the smallest, pixels
 * @param to side of the largest, pixels
 */
record Sizes(int from, int to) {}
