package org.platformatlas.measure;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Turnover of the top k: which share of the first k of a ranked list was not among the first k of
 * an earlier one, in [0, 1].
 *
 * <p>Null if one of the lists has fewer than k items. A k below 1 is an error, as is an item that
 * is in a list twice.
 *
 * @see "Caves, R. E. and Porter, M. E. (1978), Market structure, oligopoly, and stability of market
 *     shares, Journal of Industrial Economics 26, 289-313"
 */
@Formula(
    name = "top_k_turnover",
    version = 1,
    usage = "top_k_turnover(before, after, k) - share of the top k that is new there, in [0, 1]")
public final class TopKTurnover {
  private static final String NAME = "top_k_turnover";

  private TopKTurnover() {}

  public static Double evaluate(String[] before, String[] after, int k) {
    if (k < 1) {
      throw new IllegalArgumentException(NAME + ": Invalid k " + k + " (k is at least 1)");
    }
    RankedLists.overlaps(NAME, before, after);
    if (before.length < k || after.length < k) {
      return null;
    }
    Set<String> top = new HashSet<>(Arrays.asList(before).subList(0, k));
    long entered = Arrays.stream(after).limit(k).filter(item -> !top.contains(item)).count();
    return (double) entered / k;
  }
}
