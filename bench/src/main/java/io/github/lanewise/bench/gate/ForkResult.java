package io.github.lanewise.bench.gate;

import java.util.List;

/**
 * What one fork measured.
 *
 * @param laneBits width of its vectors; 0 without SIMD
 * @param samples one for each subject that its kernels have
 */
record ForkResult(int laneBits, List<Sample> samples) {}
