/** Results as plots. */
package io.github.lanewise.cli.plot;
