package io.github.lanewise.bench.roofline;

/**
 * One level of the memory and how fast it is.
 *
 * @param name L1, L2, L3 or memory
 * @param capacity bytes that it holds for all threads measured together; {@link Long#MAX_VALUE} for
 *     memory
 * @param readGigabytes bandwidth of reading, GB/s
 * @param copyGigabytes bandwidth of copying, bytes read and bytes written both counted, GB/s
 */
public record MemoryLevel(String name, long capacity, double readGigabytes, double copyGigabytes) {}
