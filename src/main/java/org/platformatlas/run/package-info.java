/** Brings tables up to date: reads, judges, writes and remembers. */
package org.platformatlas.run;
