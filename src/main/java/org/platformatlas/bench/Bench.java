package org.platformatlas.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Rounds of processes: this project, then each rival, and again.
 *
 * @param answers a folder for what engines answer
 * @param pairs how many rounds
 * @param repeat answers of one process, at least 2
 * @param log where progress goes
 */
public record Bench(Machine machine, Path answers, int pairs, int repeat, PrintStream log) {

  /**
   * What came of one question and rival.
   *
   * @param faults where their answer differs from ours, or that there is none; times say nothing
   *     then
   */
  public record Result(
      Engine rival, List<Measurement> ours, List<Measurement> theirs, List<String> faults) {}

  public List<Result> ask(Question question, Path warehouse, Set<Engine> all) throws IOException {
    List<Engine> rivals = new ArrayList<>();
    for (Engine rival : all) {
      if (question.isFor(rival)) {
        rivals.add(rival);
      } else {
        log.printf("%s: %s is not asked this%n", question, rival);
      }
    }
    List<Measurement> ours = new ArrayList<>();
    Map<Engine, Result> results = new EnumMap<>(Engine.class);
    for (Engine rival : rivals) {
      results.put(rival, new Result(rival, ours, new ArrayList<>(), new ArrayList<>()));
    }
    for (int round = 1; round <= pairs; round++) {
      ours.add(measure(question, warehouse, Engine.atlas, round));
      for (Result result : results.values()) {
        if (result.faults.isEmpty()) {
          try {
            result.theirs.add(measure(question, warehouse, result.rival, round));
          } catch (IllegalStateException e) {
            result.faults.add(e.getMessage());
          }
        }
      }
    }
    List<Path> given = new ArrayList<>(List.of(answer(question, Engine.atlas)));
    results.values().stream()
        .filter(result -> result.faults.isEmpty())
        .forEach(result -> given.add(answer(question, result.rival)));
    List<String> differences = given.size() > 1 ? machine.differences(question, given) : List.of();
    for (String difference : differences) {
      String[] words = difference.split(" ", 2);
      results.get(Engine.valueOf(words[0])).faults.add(words[1]);
    }
    return List.copyOf(results.values());
  }

  private Measurement measure(Question question, Path warehouse, Engine engine, int round)
      throws IOException {
    Measurement one = machine.ask(engine, question, warehouse, answer(question, engine), repeat);
    log.printf(
        "%s %d of %d, %s: %.2f s cold, %.2f s warm, %.0f MiB%n",
        question, round, pairs, engine, one.cold(), one.warm(), one.peak());
    return one;
  }

  private Path answer(Question question, Engine engine) {
    return answers.resolve(question.name()).resolve(engine.name());
  }
}
