package io.github.lanewise.bench.contest;

import io.github.lanewise.bench.machine.Machine;
import io.github.lanewise.bench.roofline.Roofline;

/**
 * Where a figure comes from.
 *
 * @param date when it was measured, ISO 8601
 * @param command the command that measured it
 * @param machine the machine and the JVM
 * @param roofline the machine's limits in the fork that was in the middle by its peak
 */
public record RunInfo(String date, String command, Machine machine, Roofline roofline) {}
