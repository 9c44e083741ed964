package org.platformatlas.generate;

import java.time.LocalDate;

/**
 * One thing that happens on one day in a simulated market.
 *
 * @param what entry, exit, merger, change or a kind of dirty row
 * @param platform which site; of a merger the buyer, of a change none
 * @param otherPlatform of a merger the site that is bought, else none
 */
record Event(String what, LocalDate day, String platform, String otherPlatform) {}
