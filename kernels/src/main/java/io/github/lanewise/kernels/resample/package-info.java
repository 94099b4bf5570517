/**
 * Pictures made larger, smaller or given a border: {@link
 * io.github.lanewise.kernels.resample.Resampling} by what {@link
 * io.github.lanewise.kernels.resample.AxisTaps} say of each axis.
 */
package io.github.lanewise.kernels.resample;
