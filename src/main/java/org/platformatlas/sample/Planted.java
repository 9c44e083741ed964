package org.platformatlas.sample;

/**
 * One number that the tables must arrive at, known beforehand from a closed form.
 *
 * @param what the truth as a sentence, unlike that of any other
 * @param sql a query of one row and one column that reads the number
 * @param expected the number
 * @param tolerance the greatest absolute difference that rounding explains
 */
public record Planted(String what, String sql, double expected, double tolerance) {}
