package org.platformatlas.check;

/**
 * What a call gave beside what it must give.
 *
 * @param function the function that it is about
 * @param source where the value is from
 * @param call the call, as SQL
 * @param expected the value as published
 * @param got the result, or what the call complained about
 * @param difference result less value, null when one is null
 * @param tolerance the largest difference that is right
 * @param agrees whether it is right
 */
public record Checked(
    String function,
    String source,
    String call,
    String expected,
    String got,
    Double difference,
    double tolerance,
    boolean agrees) {

  static Checked of(String function, CheckValue check, Double got) {
    Double difference =
        got == null || check.expected().isEmpty()
            ? null
            : (Double) (got - check.expected().get().doubleValue());
    boolean agrees =
        difference == null
            ? got == null && check.expected().isEmpty()
            : Math.abs(difference) <= check.tolerance();
    return checked(function, check, String.valueOf(got), difference, agrees);
  }

  static Checked failed(String function, CheckValue check, String complaint) {
    return checked(function, check, complaint, null, false);
  }

  private static Checked checked(
      String function, CheckValue check, String got, Double difference, boolean agrees) {
    return new Checked(
        function,
        check.source(),
        check.call(),
        check.expected().map(Object::toString).orElse("null"),
        got,
        difference,
        check.tolerance(),
        agrees);
  }
}
