/** Which periods of which tables are stale, and why: hashes and dates, no data. */
package org.platformatlas.plan;
