/** JUnit 5 tests for layers of one's own. */
package io.github.lanewise.nn.testing;
