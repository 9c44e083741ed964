package org.platformatlas.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;
import org.platformatlas.job.Contract;
import org.platformatlas.job.ContractColumn;

/** Compares the columns a query gives with those its contract promises. */
final class Columns {
  private Columns() {}

  static Optional<String> mismatch(Contract contract, StructType given) {
    List<String> names = List.of(given.fieldNames());
    List<String> found = new ArrayList<>();
    for (ContractColumn column : contract.columns()) {
      if (!names.contains(column.name())) {
        found.add("the query gives no column '%s'".formatted(column.name()));
      } else if (!given.apply(column.name()).dataType().sql().equals(column.type().sql())) {
        found.add(
            "column '%s' is %s in the query and %s in the contract"
                .formatted(
                    column.name(),
                    given.apply(column.name()).dataType().sql(),
                    column.type().sql()));
      }
    }
    for (String name : names) {
      if (!contract.columnNames().contains(name)) {
        found.add("the contract has no column '%s'".formatted(name));
      }
    }
    return found.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", found));
  }
}
