/** What a terminal sees beside the results: progress. */
package io.github.lanewise.cli.terminal;
