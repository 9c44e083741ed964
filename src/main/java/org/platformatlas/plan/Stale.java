package org.platformatlas.plan;

import java.time.LocalDate;

/**
 * A piece that must be rebuilt.
 *
 * @param recipe by which it is to be built
 */
public record Stale(Piece piece, Recipe recipe, String reason) {
  /** Null for a table without periods. */
  public LocalDate period() {
    return piece.period();
  }
}
