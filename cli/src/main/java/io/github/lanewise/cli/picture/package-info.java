/** Pictures from and to files. */
package io.github.lanewise.cli.picture;
