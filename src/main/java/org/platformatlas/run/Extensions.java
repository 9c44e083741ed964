package org.platformatlas.run;

import org.apache.spark.sql.SparkSessionExtensions;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/** How the system's own sessions carry out plans. */
public final class Extensions extends AbstractFunction1<SparkSessionExtensions, BoxedUnit> {
  @Override
  public BoxedUnit apply(SparkSessionExtensions extensions) {
    extensions.injectColumnar(session -> OnePiece.rule());
    extensions.injectColumnar(session -> AtHand.rule());
    return BoxedUnit.UNIT;
  }
}
