package org.platformatlas;

/** A failure whose message is written for the user: where, what, why and the cure. */
public final class AtlasException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;

  public AtlasException(ExitCode exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  public ExitCode exitCode() {
    return exitCode;
  }

  /** A mistake in usage, in the settings or in a job. */
  public static AtlasException usage(String message) {
    return new AtlasException(ExitCode.USAGE, message);
  }
}
