/** Files that are whole or not there. */
package io.github.lanewise.bench.files;
