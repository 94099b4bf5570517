/** How a long measurement tells how far it has come. */
package io.github.lanewise.bench.progress;
