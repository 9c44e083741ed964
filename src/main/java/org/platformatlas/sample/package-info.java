/**
 * A small simulated platform economy in published file formats, with known truths and known faults.
 */
package org.platformatlas.sample;
