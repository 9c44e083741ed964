package org.platformatlas.bench;

/**
 * What one process took.
 *
 * @param version of the engine
 * @param cold seconds of the whole process, start and end included, had it answered once
 * @param warm median seconds of an answer after the first, written
 * @param peak the most memory it ever had, in MiB
 */
public record Measurement(String version, double cold, double warm, double peak) {}
