package org.platformatlas.bench;

/** Who is asked; {@code atlas} is this project. */
public enum Engine {
  atlas,
  duckdb,
  spark,
  polars
}
