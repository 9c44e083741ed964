package org.platformatlas.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How far members overlap in the categories of their acts, and how far they would by chance: the
 * mean of Jaccard's coefficient over all pairs, as it is and after each of a number of shuffles,
 * which deal the acts out anew, to each member as many as it had.
 *
 * <p>What chance gives a pair depends only on how many acts the two have, so the shuffles are also
 * summed up by pairs of such numbers. Acts come as two lists, of who acted and of the categories of
 * the act, in any order; an act without a category is left out. The same seed deals the same way.
 * Null with fewer than two members. Lists of different lengths and a negative number of draws are
 * errors.
 *
 * @see "Gotelli, N. J. and Graves, G. R. (1996), Null Models in Ecology, chapter 4"
 */
@Formula(
    name = "shuffled_overlap",
    version = 1,
    usage =
        "shuffled_overlap(members, categories, draws, seed) - mean pairwise overlap of members in the"
            + " categories of their acts, observed and in each of so many shuffles of the acts")
public final class ShuffledOverlap {
  private ShuffledOverlap() {}

  /**
   * Overlaps in [0, 1].
   *
   * @param observed the mean over all pairs
   * @param shuffled the same in each draw
   * @param byActs the draws by how many acts the two of a pair have
   */
  public record Result(double observed, double[] shuffled, Pairs[] byActs) {}

  /**
   * All pairs of a member with so many acts and another with so many, over all draws.
   *
   * @param fewer acts of the one
   * @param more acts of the other
   * @param count pairs times draws
   * @param sum of their overlaps
   * @param squares the sum of the squares of their overlaps
   */
  public record Pairs(int fewer, int more, double count, double sum, double squares) {}

  public static Result evaluate(String[] members, String[][] categories, int draws, long seed) {
    if (members.length != categories.length || draws < 0) {
      throw new IllegalArgumentException(
          "shuffled_overlap: Invalid lists (%d members, categories of %d acts) or draws %d (>= 0)"
              .formatted(members.length, categories.length, draws));
    }
    Acts acts = Acts.of(members, categories);
    if (acts.owners < 2) {
      return null;
    }
    double observed = acts.meanOverlap(null);
    SplittableRandom random = new SplittableRandom(seed);
    Map<Long, double[]> sums = new TreeMap<>();
    double[] shuffled = new double[draws];
    for (int draw = 0; draw < draws; draw++) {
      acts.shuffle(random);
      shuffled[draw] = acts.meanOverlap(sums);
    }
    return new Result(observed, shuffled, acts.pairs(sums, draws));
  }

  /** Acts in the order of who acted: the categories of each as numbers. */
  private static final class Acts {
    private final int owners;
    private final int[] actsOf;
    private final int[][] categories;
    private final int categoryCount;

    private Acts(int[] actsOf, int[][] categories, int categoryCount) {
      this.owners = actsOf.length;
      this.actsOf = actsOf;
      this.categories = categories;
      this.categoryCount = categoryCount;
    }

    static Acts of(String[] members, String[][] categories) {
      Map<String, List<List<String>>> byMember = new TreeMap<>();
      TreeSet<String> names = new TreeSet<>();
      for (int i = 0; i < members.length; i++) {
        if (categories[i].length > 0) {
          List<String> sorted = new ArrayList<>(new TreeSet<>(Arrays.asList(categories[i])));
          byMember.computeIfAbsent(members[i], member -> new ArrayList<>()).add(sorted);
          names.addAll(sorted);
        }
      }
      List<String> numbered = new ArrayList<>(names);
      List<int[]> acts = new ArrayList<>();
      for (List<List<String>> ofOne : byMember.values()) {
        // In one order, whatever the order of the rows: the seed deals by place.
        ofOne.sort(Comparator.comparing(act -> String.join("\n", act)));
        for (List<String> act : ofOne) {
          acts.add(
              act.stream().mapToInt(name -> Collections.binarySearch(numbered, name)).toArray());
        }
      }
      return new Acts(
          byMember.values().stream().mapToInt(List::size).toArray(),
          acts.toArray(int[][]::new),
          numbered.size());
    }

    /** Fisher and Yates: every order is as likely. */
    void shuffle(SplittableRandom random) {
      for (int i = categories.length - 1; i > 0; i--) {
        int j = random.nextInt(i + 1);
        int[] act = categories[i];
        categories[i] = categories[j];
        categories[j] = act;
      }
    }

    /**
     * Jaccard's coefficient, on average over all pairs. Only pairs that share a category are
     * visited; each also goes to the sums of its numbers of acts, where there are any.
     */
    double meanOverlap(Map<Long, double[]> sums) {
      int[][] holders = new int[categoryCount][4];
      int[] holderCount = new int[categoryCount];
      int[] size = new int[owners];
      int[] both = new int[owners];
      int[] met = new int[owners];
      int first = 0;
      double total = 0;
      for (int owner = 0; owner < owners; owner++) {
        int metCount = 0;
        for (int act = first; act < first + actsOf[owner]; act++) {
          for (int category : categories[act]) {
            int n = holderCount[category];
            if (n > 0 && holders[category][n - 1] == owner) {
              continue;
            }
            size[owner]++;
            for (int i = 0; i < n; i++) {
              int other = holders[category][i];
              if (both[other]++ == 0) {
                met[metCount++] = other;
              }
            }
            if (n == holders[category].length) {
              holders[category] = Arrays.copyOf(holders[category], 2 * n);
            }
            holders[category][n] = owner;
            holderCount[category]++;
          }
        }
        for (int i = 0; i < metCount; i++) {
          int other = met[i];
          double overlap = (double) both[other] / (size[owner] + size[other] - both[other]);
          both[other] = 0;
          total += overlap;
          if (sums != null) {
            double[] sum = sums.computeIfAbsent(key(owner, other), key -> new double[2]);
            sum[0] += overlap;
            sum[1] += overlap * overlap;
          }
        }
        first += actsOf[owner];
      }
      return total / (owners * (owners - 1L) / 2);
    }

    private long key(int owner, int other) {
      long fewer = Math.min(actsOf[owner], actsOf[other]);
      return fewer << Integer.SIZE | Math.max(actsOf[owner], actsOf[other]);
    }

    /** The sums of all numbers of acts that two members have, also where no draw made them meet. */
    Pairs[] pairs(Map<Long, double[]> sums, int draws) {
      Map<Integer, Long> membersBy = new TreeMap<>();
      Arrays.stream(actsOf).forEach(acts -> membersBy.merge(acts, 1L, Long::sum));
      List<Pairs> pairs = new ArrayList<>();
      membersBy.forEach(
          (fewer, some) ->
              membersBy.forEach(
                  (more, others) -> {
                    long count = fewer.equals(more) ? some * (some - 1) / 2 : some * others;
                    if (fewer <= more && count > 0) {
                      double[] sum =
                          sums.getOrDefault((long) fewer << Integer.SIZE | more, new double[2]);
                      pairs.add(new Pairs(fewer, more, (double) count * draws, sum[0], sum[1]));
                    }
                  }));
      return pairs.toArray(Pairs[]::new);
    }
  }
}
