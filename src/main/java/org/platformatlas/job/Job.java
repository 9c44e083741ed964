package org.platformatlas.job;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One table's folder.
 *
 * @param folder where it lies
 * @param query how it is computed, for a table that is not raw
 * @param source where it is published, for a raw table
 * @param facts the CSV files of the folder, by name
 * @param parameters the named parameters of the query, as texts
 */
public record Job(
    TableName name,
    Path folder,
    Contract contract,
    Optional<Query> query,
    Optional<Source> source,
    Map<String, String> facts,
    Map<String, String> parameters) {

  /** Its folder, as users know it. */
  public String where() {
    return "jobs/" + name.schema() + "/" + name.table();
  }

  /**
   * The tables it reads, and those that only give it periods; a name that no table can have is
   * none.
   */
  public Set<TableName> inputs() {
    Set<TableName> inputs = new TreeSet<>(contract.spanned());
    query.stream()
        .flatMap(q -> q.tables().stream())
        .filter(name -> !name.startsWith(Query.FACT_SCHEMA + ".") && TableName.isName(name))
        .map(TableName::parse)
        .forEach(inputs::add);
    return inputs;
  }

  public List<Read> reads(TableName input, Contract inputContract) {
    Read.Kind otherwise =
        contract.hasPeriods() && inputContract.hasPeriods() ? Read.Kind.SAME : Read.Kind.WHOLE;
    return contract.reads().getOrDefault(input, List.of(new Read(otherwise, 0)));
  }

  /**
   * What the table's own folder and the functions it calls contribute to a recipe, by kind; a
   * change of any makes all its periods stale.
   */
  public Map<String, String> definition(Map<String, Integer> functionVersions) {
    Map<String, String> parts = new java.util.LinkedHashMap<>();
    parts.put("query", query.map(Query::normalised).orElse("") + new TreeMap<>(parameters));
    source.ifPresent(s -> parts.put("source", s.computingParts()));
    parts.put("contract", contract.computingParts());
    parts.put("facts", new TreeMap<>(facts).toString());
    Map<String, Integer> functions = new TreeMap<>(functionVersions);
    functions.keySet().retainAll(functionsCalled());
    parts.put("function versions", functions.toString());
    return parts;
  }

  private Set<String> functionsCalled() {
    Set<String> names = new TreeSet<>();
    query.ifPresent(q -> names.addAll(q.functions()));
    contract.rules().stream()
        .filter(rule -> rule.severity() != Rule.Severity.WARN)
        .forEach(rule -> names.addAll(Sql.functions(rule.condition())));
    return names;
  }
}
