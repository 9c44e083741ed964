package org.platformatlas.plan;

import java.time.LocalDate;

/**
 * What of a table can be built apart: a period; one part of the table in a period; all of a table
 * without either.
 *
 * @param part in a raw table a landed file, in a table in parts one of them, else null
 * @param period null for a table without periods
 */
public record Piece(String part, LocalDate period) {}
