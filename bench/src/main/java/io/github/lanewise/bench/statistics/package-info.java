/** What many samples say together. */
package io.github.lanewise.bench.statistics;
