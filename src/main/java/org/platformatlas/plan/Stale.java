package org.platformatlas.plan;

import java.time.LocalDate;

/**
 * A period that must be rebuilt.
 *
 * @param period null for a table without periods
 * @param recipe by which it is to be built
 */
public record Stale(LocalDate period, Recipe recipe, String reason) {}
