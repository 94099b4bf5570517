/** What tests of several packages share. */
package io.github.lanewise.kernels.testing;
