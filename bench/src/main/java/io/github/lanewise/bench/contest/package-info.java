/**
 * One computation by several contenders: Lanewise's ways and, in a build with the peers, native
 * libraries, all in turns within one JVM. What is computed is the business of the packages beside
 * this one.
 *
 * <p>A JVM of its own (a JMH fork) is one sample. In it, iteration after iteration belongs to the
 * next contender, so that whatever disturbs the machine hits all alike; the sample's figure is the
 * median over a contender's iterations. What is reported is the median over the samples.
 */
package io.github.lanewise.bench.contest;
