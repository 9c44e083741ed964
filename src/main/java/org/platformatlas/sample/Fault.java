package org.platformatlas.sample;

/**
 * One thing that is wrong with one file of the sample.
 *
 * @param file where it is, relative to the landing folder, with forward slashes
 * @param what what is wrong there
 * @param expectedOutcome what must have become of it in the tables
 */
public record Fault(String file, String what, String expectedOutcome) {}
