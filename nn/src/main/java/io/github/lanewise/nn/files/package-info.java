/** Models as files, and files that are whole or not there. */
package io.github.lanewise.nn.files;
