/** Results in words and numbers: as text, Markdown, JSON and CSV. */
package io.github.lanewise.cli.report;
