/** The command line: one main class, one class a verb. */
package org.platformatlas;
