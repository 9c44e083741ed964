/** What a table's folder says: its contract, its query or source, its facts. */
package org.platformatlas.job;
