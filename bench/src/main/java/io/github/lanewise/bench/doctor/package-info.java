/** Looks whether this JVM and this machine let Lanewise run as fast as it can. */
package io.github.lanewise.bench.doctor;
