/** Published files: which have landed, and how they are read as their source declares. */
package org.platformatlas.source;
