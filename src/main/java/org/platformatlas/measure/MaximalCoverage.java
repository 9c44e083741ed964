package org.platformatlas.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.IntFunction;

/**
 * Which sets to choose, one after the other, so that together they cover the most weight: each time
 * the one that adds the most to what is covered, with what it adds. Of equals it is the first.
 *
 * <p>Sets hold numbers of elements from 0, an element listed twice counts once. It ends when all
 * are chosen that were asked for, or when no set would add anything. However many are chosen, they
 * cover at least 1 - 1/e (63.2 %) of what as many could. A number that is no element, a weight that
 * is negative, NaN or infinite, and a negative count are errors.
 *
 * @see "Nemhauser, G. L., Wolsey, L. A. and Fisher, M. L. (1978), An analysis of approximations for
 *     maximizing submodular set functions, Mathematical Programming 14, 265-294,
 *     doi:10.1007/BF01588971"
 */
@Formula(
    name = "maximal_coverage",
    version = 1,
    usage =
        "maximal_coverage(sets, weights, count) - the sets that cover the most weight, chosen one by"
            + " one, with what each adds")
public final class MaximalCoverage {
  private static final String NAME = "maximal_coverage";

  private MaximalCoverage() {}

  /**
   * A choice.
   *
   * @param place the number of the set, from 0
   * @param gain the weight that it adds to what those before it cover, above 0
   */
  public record Choice(int place, double gain) {}

  public static Choice[] evaluate(int[][] sets, double[] weights, int count) {
    Lists.requireSizes(NAME, "weight", weights);
    int[][] distinct = new int[sets.length][];
    for (int i = 0; i < sets.length; i++) {
      for (int element : sets[i]) {
        if (element < 0 || element >= weights.length) {
          throw new IllegalArgumentException(
              "%s: Invalid element %d (an element is at least 0 and below %d, as weights are)"
                  .formatted(NAME, element, weights.length));
        }
      }
      distinct[i] = Arrays.stream(sets[i]).distinct().toArray();
    }
    return choose(NAME, sets.length, set -> distinct[set], weights, count);
  }

  /**
   * The choice among sets that are asked for only when needed: what a set adds only falls while
   * others are chosen, so one that adds the most by its last sum, and by a new one, is the best.
   */
  static Choice[] choose(
      String formula, int sets, IntFunction<int[]> elements, double[] weights, int count) {
    if (count < 0) {
      throw new IllegalArgumentException(
          "%s: Invalid count %d (a count is at least 0)".formatted(formula, count));
    }
    Uncovered uncovered = new Uncovered(weights);
    PriorityQueue<Candidate> candidates =
        new PriorityQueue<>(
            Comparator.comparingDouble(Candidate::gain)
                .reversed()
                .thenComparingInt(Candidate::set));
    for (int set = 0; set < sets; set++) {
      candidates.add(new Candidate(set, uncovered.weight(elements.apply(set)), 0));
    }
    List<Choice> chosen = new ArrayList<>();
    while (chosen.size() < count && !candidates.isEmpty()) {
      Candidate best = candidates.remove();
      int[] itsElements = elements.apply(best.set);
      if (best.chosenBefore < chosen.size()) {
        double gain = uncovered.weight(itsElements);
        candidates.add(new Candidate(best.set, gain, chosen.size()));
      } else if (best.gain > 0) {
        uncovered.cover(itsElements);
        chosen.add(new Choice(best.set, best.gain));
      } else {
        break;
      }
    }
    return chosen.toArray(Choice[]::new);
  }

  /** A set and what it added when so many were chosen. */
  private record Candidate(int set, double gain, int chosenBefore) {}

  /** What is not covered yet, by its rank: the lightest first. */
  private static final class Uncovered {
    private final double[] weights;
    private final int[] ranks;
    private final boolean[] isCovered;

    /** Whole numbers with a sum below 2^53 add up to the same in whatever order. */
    private final boolean isAnyOrderExact;

    Uncovered(double[] weights) {
      int[] order = Series.order(weights);
      this.weights = new double[order.length];
      this.ranks = new int[order.length];
      this.isCovered = new boolean[order.length];
      for (int rank = 0; rank < order.length; rank++) {
        this.weights[rank] = weights[order[rank]];
        this.ranks[order[rank]] = rank;
      }
      this.isAnyOrderExact =
          Arrays.stream(weights).allMatch(weight -> weight == Math.rint(weight))
              && Arrays.stream(weights).sum() < 0x1p53;
    }

    /** The sum in ascending order, which no order of sets or elements changes. */
    double weight(int[] elements) {
      int[] left = new int[elements.length];
      int count = 0;
      for (int element : elements) {
        int rank = ranks[element];
        if (!isCovered[rank] && weights[rank] > 0) {
          left[count++] = rank;
        }
      }
      if (!isAnyOrderExact) {
        Arrays.sort(left, 0, count);
      }
      double weight = 0;
      for (int i = 0; i < count; i++) {
        weight += weights[left[i]];
      }
      return weight;
    }

    void cover(int[] elements) {
      for (int element : elements) {
        isCovered[ranks[element]] = true;
      }
    }
  }
}
