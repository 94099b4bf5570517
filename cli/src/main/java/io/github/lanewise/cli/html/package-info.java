/**
 * What pages are drawn with: plots, diagrams and grids of numbers worked out as positions and words
 * that templates write down, and pictures as data URIs.
 */
package io.github.lanewise.cli.html;
