/** What this machine and JVM offer: vector lanes and worker threads. */
package io.github.lanewise.kernels.lanes;
