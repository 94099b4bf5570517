/** What a program finds out about the machine and the JVM that it runs on. */
package io.github.lanewise.bench.machine;
