package org.platformatlas.measure;

import org.apache.datasketches.common.SketchesArgumentException;
import org.apache.datasketches.memory.Memory;
import org.apache.datasketches.memory.MemoryBoundsException;
import org.apache.datasketches.theta.JaccardSimilarity;
import org.apache.datasketches.theta.SetOperation;
import org.apache.datasketches.theta.Sketch;
import org.apache.datasketches.thetacommon.BoundsOnRatiosInThetaSketchedSets;

/**
 * How far two sets that are known by their theta sketches overlap: the numbers of members in each,
 * in both and in either, the share of each that is in both, and Jaccard's coefficient, each as an
 * estimate between bounds of two standard deviations (95.4 %).
 *
 * <p>Sketches come from {@code theta_sketch_agg}. As long as a sketch holds fewer members than its
 * nominal entries, it is exact and its bounds meet. Shares are null where there is nothing to take
 * them of. What is no theta sketch is an error.
 *
 * @see "Dasgupta, A., Lang, K. J., Rhodes, L. and Thaler, J. (2016), A framework for estimating
 *     stream expression cardinalities, doi:10.4230/LIPIcs.ICDT.2016.6"
 */
@Formula(
    name = "theta_overlap",
    version = 1,
    usage =
        "theta_overlap(a, b) - members of two theta sketches in each, both and either, and their"
            + " overlaps, with bounds")
public final class ThetaOverlap {
  private static final int DEVIATIONS = 2;

  private ThetaOverlap() {}

  /** An estimate between its bounds. */
  public record Estimate(double lower, double estimate, double upper) {
    private static Estimate of(Sketch sketch) {
      return new Estimate(
          sketch.getLowerBound(DEVIATIONS), sketch.getEstimate(), sketch.getUpperBound(DEVIATIONS));
    }

    /** The share of a set that a part of it makes up. */
    private static Estimate share(Sketch part, Sketch whole) {
      return whole.isEmpty()
          ? null
          : new Estimate(
              BoundsOnRatiosInThetaSketchedSets.getLowerBoundForBoverA(whole, part),
              BoundsOnRatiosInThetaSketchedSets.getEstimateOfBoverA(whole, part),
              BoundsOnRatiosInThetaSketchedSets.getUpperBoundForBoverA(whole, part));
    }
  }

  /** Numbers of members, and overlaps in [0, 1]. */
  public record Overlap(
      Estimate a,
      Estimate b,
      Estimate both,
      Estimate either,
      Estimate shareOfA,
      Estimate shareOfB,
      Estimate jaccard) {}

  public static Overlap evaluate(byte[] a, byte[] b) {
    Sketch left = sketch(a);
    Sketch right = sketch(b);
    Sketch both = SetOperation.builder().buildIntersection().intersect(left, right);
    int entries = Math.max(left.getRetainedEntries() + right.getRetainedEntries(), 16);
    Sketch either =
        SetOperation.builder().setNominalEntries(entries).buildUnion().union(left, right);
    double[] jaccard = JaccardSimilarity.jaccard(left, right);
    return new Overlap(
        Estimate.of(left),
        Estimate.of(right),
        Estimate.of(both),
        Estimate.of(either),
        Estimate.share(both, left),
        Estimate.share(both, right),
        either.isEmpty() ? null : new Estimate(jaccard[0], jaccard[1], jaccard[2]));
  }

  private static Sketch sketch(byte[] bytes) {
    try {
      return Sketch.heapify(Memory.wrap(bytes));
    } catch (SketchesArgumentException | MemoryBoundsException e) {
      throw new IllegalArgumentException(
          "theta_overlap: Invalid sketch of %d bytes (what theta_sketch_agg gives)"
              .formatted(bytes.length),
          e);
    }
  }
}
