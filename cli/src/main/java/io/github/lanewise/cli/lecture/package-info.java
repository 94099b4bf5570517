/** The lecture as a page; its templates are in {@code src/main/jte}. */
package io.github.lanewise.cli.lecture;
