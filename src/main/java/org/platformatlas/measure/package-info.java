/** Formulas that measure markets, each one class in plain Java and one SQL function. */
package org.platformatlas.measure;
