/** Results as JSON: what one command writes, another reads. */
package io.github.lanewise.bench.json;
