/** The check values of the functions, and asking a session for them. */
package org.platformatlas.check;
