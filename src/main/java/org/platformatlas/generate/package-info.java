/**
 * Makes synthetic markets of any size, of which everything that the tables should find is known.
 */
package org.platformatlas.generate;
