/** Networks from the lecture and from well-known papers. */
package io.github.lanewise.nn.zoo;
