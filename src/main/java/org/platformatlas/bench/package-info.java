/**
 * Compares the product's queries with the same questions in DuckDB, Polars and plain Spark SQL,
 * each in a process of its own, on the same files.
 */
package org.platformatlas.bench;
