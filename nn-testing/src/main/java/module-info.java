/** JUnit 5 tests for layers of one's own. */
module io.github.lanewise.nn.testing {
  requires transitive io.github.lanewise.nn;
  requires transitive org.junit.jupiter.api;

  exports io.github.lanewise.nn.testing;
}
