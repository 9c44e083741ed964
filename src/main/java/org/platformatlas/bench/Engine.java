package org.platformatlas.bench;

/** Who is asked; {@code atlas} is this project, {@code scikit} the BallTree of scikit-learn. */
public enum Engine {
  atlas,
  duckdb,
  spark,
  polars,
  scikit;

  /** Whether a Python is needed that has its package. */
  public boolean isOfPython() {
    return this == polars || this == scikit;
  }
}
