package org.platformatlas.measure;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * What each index of {@link Concentration} can be for a whole market of which only some firms and
 * the total are known, however many firms the remainder R is divided among: a struct of bounds.
 *
 * <p>Either no unlisted firm is larger than p, the smallest listed, as in a list that is cut off;
 * or one may be of any size, as in a list with a row of others. The bounds rest on four divisions
 * of R:
 *
 * <ul>
 *   <li>as many firms of p as fit and one for the rest, or a single firm, which is more
 *       concentrated than any other: the upper bound of the ratios and of hhi, rosenbluth, horvath
 *       and kvalseth, the lower one of shannon_entropy and of the Hill numbers;
 *   <li>infinitely small firms, which is less than any: the opposite bound, 0 or infinite where
 *       their number alone decides;
 *   <li>k equal firms, with the k for which inequality among all firms is least: the lower bound of
 *       theil_t, theil_l, gini, atkinson, palma and hhi_normalised;
 *   <li>the first with infinitely many firms of nothing: the upper bound of these.
 * </ul>
 *
 * <p>Those are tight: attained or approached. So are the others of a list that is cut off, but for
 * the lower ones of ginevicius and garcia_alba_dominance. Of firms of any size, the lower bounds of
 * palma, ginevicius, garcia_alba_dominance, kwoka and linda4 and the upper one of linda4 hold, and
 * may be wide.
 *
 * <p>Where nothing remains, both are the index, and null where that is null. Null without a
 * positive volume. A negative, NaN or infinite volume is an error, as is a total below the sum of
 * the volumes; sums closer than 1e-9 of the total are equal.
 *
 * @see "Marshall, A. W., Olkin, I. and Arnold, B. C. (2011), Inequalities: theory of majorization
 *     and its applications, 2nd ed., Springer, doi:10.1007/978-0-387-68276-1"
 */
@Formula(
    name = "concentration_bounds",
    version = 1,
    usage =
        "concentration_bounds(volumes, total, any_size) - bounds of every index of a market of"
            + " which some firms and the total are known; any_size says whether an unlisted one may"
            + " be larger than the smallest listed, a struct")
public final class ConcentrationBounds {
  private ConcentrationBounds() {}

  /** The least and the greatest value that the market can have. */
  public record Bounds(double lower, double upper) {}

  /**
   * The bounds of each index.
   *
   * @param cr1 of the concentration ratio of one firm, and so on
   */
  public record IndexBounds(
      Bounds cr1,
      Bounds cr2,
      Bounds cr3,
      Bounds cr4,
      Bounds cr8,
      Bounds cr10,
      Bounds cr20,
      Bounds hhi,
      Bounds hhiNormalised,
      Bounds effectiveNumber,
      Bounds hill1,
      Bounds shannonEntropy,
      Bounds theilT,
      Bounds theilL,
      Bounds gini,
      Bounds giniNormalised,
      Bounds atkinsonHalf,
      Bounds atkinsonOne,
      Bounds palma,
      Bounds rosenbluth,
      Bounds horvath,
      Bounds kvalseth,
      Bounds garciaAlbaDominance,
      Bounds kwoka,
      Bounds stenbacka,
      Bounds linda4,
      Bounds ginevicius) {}

  public static IndexBounds evaluate(double[] volumes, double total, boolean anySize) {
    Shares shares = Shares.of("concentration_bounds", volumes, total);
    if (shares.isEmpty()) {
      return null;
    }
    return new Market(shares, anySize).bounds();
  }

  private static final class Market {
    private static final int ADDED_ONE_BY_ONE = 1000;

    private final Shares shares;
    private final boolean isAnySize;

    /** The shares of the listed, the largest first. */
    private final double[] listed;

    private final double smallest;
    private final double remainder;
    private final double largestUnlisted;
    private final Bounds hhi;

    /** The differences of all pairs of the listed, without sign. */
    private final double listedSpread;

    /** The most concentrated division: {@code head}, copies of the smallest listed, a last one. */
    private final double[] head;

    private final double copies;
    private final double last;

    Market(Shares shares, boolean isAnySize) {
      this.shares = shares;
      this.isAnySize = isAnySize;
      listed = new double[shares.count()];
      for (int i = 0; i < listed.length; i++) {
        listed[i] = shares.largest(i + 1);
      }
      smallest = listed[listed.length - 1];
      double open = shares.total() - shares.listed();
      remainder = open <= Shares.ROUNDING * shares.total() ? 0 : open / shares.total();
      largestUnlisted = isAnySize ? remainder : Math.min(remainder, smallest);
      head = isAnySize && remainder > 0 ? withRemainder() : listed;
      last = isAnySize ? 0 : remainder % smallest;
      copies = isAnySize ? 0 : Math.min(Math.rint((remainder - last) / smallest), Double.MAX_VALUE);
      double least = Hhi.of(shares);
      listedSpread = Gini.spread(shares) * shares.listed() / shares.total();
      hhi = bounds(least, isAnySize ? least + remainder * remainder : sum(d -> d * d));
    }

    private double[] withRemainder() {
      double[] ascending = Arrays.copyOf(listed, listed.length + 1);
      ascending[listed.length] = remainder;
      Arrays.sort(ascending);
      double[] descending = new double[ascending.length];
      for (int i = 0; i < descending.length; i++) {
        descending[i] = ascending[descending.length - 1 - i];
      }
      return descending;
    }

    IndexBounds bounds() {
      Bounds entropy = upTo(-sum(d -> d * StrictMath.log(d)), Double.POSITIVE_INFINITY);
      Bounds theilL = upTo(leastTheilL(), Double.POSITIVE_INFINITY);
      boolean isMonopoly = listed.length == 1 && remainder == 0;
      return new IndexBounds(
          ratio(1),
          ratio(2),
          ratio(3),
          ratio(4),
          ratio(8),
          ratio(10),
          ratio(20),
          hhi,
          isMonopoly ? null : upTo(leastHhiNormalised(), hhi.upper),
          new Bounds(1 / hhi.upper, 1 / hhi.lower),
          new Bounds(StrictMath.exp(entropy.lower), StrictMath.exp(entropy.upper)),
          entropy,
          upTo(leastTheilT(), Double.POSITIVE_INFINITY),
          theilL,
          upTo(leastGini(0), 1),
          isMonopoly ? null : upTo(leastGini(1), 1),
          upTo(leastAtkinsonHalf(), 1),
          new Bounds(-StrictMath.expm1(-theilL.lower), -StrictMath.expm1(-theilL.upper)),
          upTo(leastPalma(), Double.POSITIVE_INFINITY),
          rosenbluth(),
          bounds(horvath(listed), horvath(head) + copies * horvath(smallest) + horvath(last)),
          kvalseth(),
          garciaAlbaDominance(),
          kwoka(),
          stenbacka(),
          linda(),
          ginevicius());
    }

    private static Bounds bounds(double lower, double upper) {
      return new Bounds(lower, Math.max(lower, Math.min(upper, 1)));
    }

    /** Where nothing remains both bounds are one, else the upper is the given. */
    private Bounds upTo(double lower, double upper) {
      double least = Math.max(lower, 0);
      return new Bounds(least, remainder == 0 ? least : Math.max(least, upper));
    }

    /** The sum of a function that is 0 for 0, over the most concentrated division. */
    private double sum(DoubleUnaryOperator f) {
      double sum = copies * f.applyAsDouble(smallest) + (last > 0 ? f.applyAsDouble(last) : 0);
      return sum(head, f) + sum;
    }

    private static double sum(double[] shares, DoubleUnaryOperator f) {
      double sum = 0;
      for (double share : shares) {
        sum += f.applyAsDouble(share);
      }
      return sum;
    }

    private double count(double unlisted) {
      return listed.length + unlisted;
    }

    private Bounds ratio(int k) {
      double room = Math.max(k - head.length, 0);
      double top = Math.min(copies, room) * smallest + (copies < room ? last : 0);
      for (int i = 0; i < Math.min(k, head.length); i++) {
        top += head[i];
      }
      return bounds(ConcentrationRatio.of(shares, k), top);
    }

    /**
     * The least of an index of inequality that falls and then rises with the number k of equal
     * unlisted firms, if numbers were whole or not, down to where they are as small as the smallest
     * listed. Below that it only rises.
     */
    private double least(DoubleUnaryOperator index, double k) {
      double most = fewest();
      double nearest = Math.min(Math.max(k, isAnySize ? Math.min(most, 1) : most), most);
      return Math.min(
          index.applyAsDouble(Math.floor(nearest)), index.applyAsDouble(Math.ceil(nearest)));
    }

    /** How many firms no larger than the smallest listed the remainder needs. */
    private double fewest() {
      return remainder == 0 ? 0 : Math.max(Math.ceil((remainder - Shares.ROUNDING) / smallest), 1);
    }

    private double leastTheilT() {
      double evenly = listed.length * remainder / (1 - remainder);
      return least(
          k -> {
            double unlisted = k == 0 ? 0 : remainder * StrictMath.log(remainder / k);
            return StrictMath.log(count(k)) + sum(listed, d -> d * StrictMath.log(d)) + unlisted;
          },
          evenly);
    }

    private double leastTheilL() {
      double logarithms = sum(listed, StrictMath::log);
      return least(
          k -> {
            double unlisted = k == 0 ? 0 : k * StrictMath.log(remainder / k);
            return -StrictMath.log(count(k)) - (logarithms + unlisted) / count(k);
          },
          remainder / StrictMath.exp(logarithms / listed.length));
    }

    private double leastAtkinsonHalf() {
      double roots = sum(listed, Math::sqrt);
      double mean = roots / listed.length;
      return least(
          k -> {
            double all = roots + Math.sqrt(remainder * k);
            return 1 - all * all / count(k);
          },
          remainder / (mean * mean));
    }

    private double leastHhiNormalised() {
      double m = listed.length;
      double square = remainder * remainder;
      double open = 1 - hhi.lower - square;
      return least(
          k -> {
            double all = hhi.lower + (k == 0 ? 0 : square / k);
            return (all - 1 / count(k)) / (1 - 1 / count(k));
          },
          (m * square + Math.sqrt(m * square * (m * square + open * (m - 1)))) / open);
    }

    /**
     * The coefficient, or for 1 the normalised one, which is least where k firms equal a listed.
     */
    private double leastGini(int less) {
      double best = 0;
      double least = Double.POSITIVE_INFINITY;
      double above = 0;
      double below = sum(listed, d -> d);
      for (int i = 0; i < listed.length; i++) {
        above += listed[i];
        below -= listed[i];
        double k = remainder / listed[i];
        double unlisted = k * (above - below) + remainder * (listed.length - 2.0 * (i + 1));
        double gini = (listedSpread + unlisted) / (count(k) - less);
        if (gini < least) {
          least = gini;
          best = k;
        }
      }
      return least(k -> spread(k) / (count(k) - less), best);
    }

    /** The differences of all pairs of shares, without sign. */
    private double spread(double k) {
      return listedSpread + sum(listed, d -> Math.abs(k * d - remainder));
    }

    /** The index of equal firms is 1/4. */
    private double leastPalma() {
      return isAnySize && remainder > 0 ? .25 : (1 - held(.9)) / held(.4);
    }

    /** What the smallest hold, so large a part of all firms, if the unlisted are fewest. */
    private double held(double part) {
      double k = fewest();
      double firms = part * count(k);
      if (firms <= k) {
        return firms * remainder / k;
      }
      double sum = remainder;
      double left = firms - k;
      for (int i = listed.length - 1; left > 0; i--, left--) {
        sum += Math.min(left, 1) * listed[i];
      }
      return sum;
    }

    private Bounds rosenbluth() {
      double sum = smallest * copies * (head.length + (copies + 1) / 2);
      sum += last * (head.length + copies + 1);
      for (int i = 0; i < head.length; i++) {
        sum += (i + 1) * head[i];
      }
      double upper = 1 / (2 * sum - 1);
      return new Bounds(remainder == 0 ? upper : 0, upper);
    }

    private static double horvath(double[] shares) {
      return shares[0] - horvath(shares[0]) + sum(shares, Market::horvath);
    }

    private static double horvath(double share) {
      return share * share * (2 - share);
    }

    private Bounds kvalseth() {
      int added = (int) Math.min(copies, ADDED_ONE_BY_ONE);
      double harmonic = StrictMath.log((head.length + copies + .5) / (head.length + added + .5));
      for (int i = 1; i <= added; i++) {
        harmonic += 1.0 / (head.length + i);
      }
      double unlisted = smallest * harmonic + last / (head.length + copies + 1);
      return bounds(kvalseth(listed), kvalseth(head) + unlisted);
    }

    private static double kvalseth(double[] shares) {
      double sum = 0;
      for (int i = 0; i < shares.length; i++) {
        sum += shares[i] / (i + 1);
      }
      return sum;
    }

    /**
     * Unlisted shares with a sum of squares a have a sum of fourth powers of at least a³/R²
     * (Hölder) and at most a². The bounds are those over all a.
     */
    private Bounds garciaAlbaDominance() {
      double squares = hhi.lower;
      double fourths = sum(listed, d -> d * d * d * d);
      if (fourths < Double.MIN_NORMAL) {
        return new Bounds(0, 1);
      }
      double upper = fourths / (squares * squares);
      if (remainder == 0) {
        return new Bounds(upper, upper);
      }
      double most = hhi.upper - squares;
      if (isAnySize) {
        upper = Math.max(upper, (fourths + most * most) / (hhi.upper * hhi.upper));
      }
      double low = 0;
      double a = most;
      for (double middle = a / 2; low < middle && middle < a; middle = low + (a - low) / 2) {
        double slope =
            middle * middle * (middle + 3 * squares) - 2 * fourths * remainder * remainder;
        if (slope < 0) {
          low = middle;
        } else {
          a = middle;
        }
      }
      double least = a * a / remainder * (a / remainder);
      return bounds((fourths + least) / ((squares + a) * (squares + a)), upper);
    }

    /**
     * An unlisted firm narrows a gap between listed ones if it is that large, widens the first if
     * it is the largest, and leaves one below the smallest listed.
     */
    private Bounds kwoka() {
      if (remainder == 0) {
        double exact = Kwoka.of(shares);
        return new Bounds(exact, exact);
      }
      double lower = isAnySize ? 0 : leastGaps();
      double lead = Math.max(largestUnlisted - listed[0], 0);
      double upper = smallest * smallest + lead * lead;
      for (int i = 1; i < listed.length; i++) {
        double gap = listed[i - 1] - listed[i];
        lower += largestUnlisted <= listed[i] ? gap * gap : 0;
        upper += gap * gap;
      }
      return bounds(lower, upper);
    }

    /**
     * The least squared gaps below the smallest listed, by as few firms or by as many as can be.
     */
    private double leastGaps() {
      return Math.min(gaps(fewest()), gaps(Math.floor(1 + 3 * remainder / smallest)));
    }

    /** The least squared gaps that k firms leave, which then widen evenly to the smallest firm. */
    private double gaps(double k) {
      double missing = Math.max(k * smallest - remainder, 0);
      return missing * missing * 6 / (k * (k + 1) * (2 * k + 1));
    }

    private Bounds stenbacka() {
      double largest = listed[0];
      double second = listed.length > 1 ? listed[1] : 0;
      double rival = Math.max(second, largestUnlisted);
      double least = rival >= largest ? 0 : largest * largest - rival * rival;
      double most = largest * largest - second * second;
      most = Math.max(most, largestUnlisted * largestUnlisted - largest * largest);
      return new Bounds((1 - most) / 2, (1 - least) / 2);
    }

    private Bounds linda() {
      int m = listed.length;
      if (m >= 4 && largestUnlisted <= listed[3]) {
        double exact = linda(listed, listed);
        return new Bounds(exact, exact);
      }
      if (remainder == 0) {
        return null;
      }
      double lower = .25;
      if (!isAnySize) {
        double[] four = Arrays.copyOf(listed, 4);
        Arrays.fill(four, m, 4, Math.min(smallest, remainder / (4 - m)));
        lower = linda(four, four);
      }
      // The largest four hold no more than those of the head, and each no less than if listed.
      return new Bounds(lower, m < 4 ? Double.POSITIVE_INFINITY : linda(head, listed));
    }

    private static double linda(double[] top, double[] below) {
      double sum = 0;
      double held = 0;
      for (int i = 1; i < 4; i++) {
        held += top[i - 1];
        double others = 0;
        for (int j = 3; j >= i; j--) {
          others += below[j];
        }
        sum += (4.0 - i) / i * (held / others);
      }
      return sum / 12;
    }

    /** It is at most the largest share a, and less by at most 0.3 a² hhi / n. */
    private Bounds ginevicius() {
      if (remainder == 0) {
        double exact = Ginevicius.of(shares);
        return new Bounds(exact, exact);
      }
      double a = listed[0];
      double unlisted = isAnySize ? 1 : fewest();
      double lower = a - .3 * a * a * hhi.upper / count(unlisted);
      return bounds(lower, Math.max(a, largestUnlisted));
    }
  }
}
