package org.platformatlas.measure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a class as one SQL function.
 *
 * <p>The class holds public static methods named {@code evaluate}, one for each number of
 * arguments, over the Java types that {@link Bridge} knows. They are pure: no state, no change to
 * their arguments, null for an undefined result, {@link IllegalArgumentException} for an invalid
 * value.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Formula {
  /** The name in SQL. */
  String name();

  /** A number to raise whenever a result changes: it makes periods that used the old one stale. */
  int version();

  /** The signature, optional arguments in brackets, then " - " and one line of meaning. */
  String usage();
}
