package org.platformatlas.job;

import java.util.ArrayList;
import java.util.List;
import org.platformatlas.AtlasException;

/** Everything found wrong with the jobs, collected first and reported once. */
public final class Problems {
  private final List<String> messages = new ArrayList<>();

  public void add(String where, String what) {
    messages.add(where + ": " + what);
  }

  public void addAll(Problems more) {
    messages.addAll(more.messages);
  }

  public boolean isEmpty() {
    return messages.isEmpty();
  }

  public List<String> messages() {
    return List.copyOf(messages);
  }

  /** Throws one usage error that holds every message, a line each. */
  public void throwIfAny() {
    if (!messages.isEmpty()) {
      throw AtlasException.usage(
          "%d problem%s in the jobs:%n%s"
              .formatted(
                  messages.size(),
                  messages.size() == 1 ? "" : "s",
                  String.join(System.lineSeparator(), messages)));
    }
  }
}
