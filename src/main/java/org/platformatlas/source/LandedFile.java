package org.platformatlas.source;

/**
 * A published file as it lies in the landing folder.
 *
 * @param file its path relative to the landing folder
 * @param modified in milliseconds since 1970
 */
public record LandedFile(String file, long size, long modified) {}
