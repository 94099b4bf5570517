/**
 * The table of the lecture's slide "Efficiency of Convolution", computed and measured: one
 * convolution done as a dense matrix, as a sparse matrix, and as a convolution.
 */
package io.github.lanewise.bench.costtable;
