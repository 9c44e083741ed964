package org.platformatlas.run;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.TableIdentifier;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.platformatlas.AtlasException;
import org.platformatlas.job.Sql;
import org.platformatlas.job.TableName;
import scala.Option;

/**
 * Runs statements over the newest version of every table of a warehouse: queries over the files
 * that a table's log names, any other statement over tables of the session's catalog.
 */
public final class Shell {
  private final SparkSession spark;
  private final Warehouse warehouse;
  private final Set<String> known = new HashSet<>();

  public Shell(SparkSession spark, Warehouse warehouse) {
    this.spark = spark;
    this.warehouse = warehouse;
  }

  public Dataset<Row> execute(String statement) {
    String text = statement.strip().replaceFirst(";\\s*$", "");
    try {
      LogicalPlan plan = Sql.parse(text);
      Set<String> named = Sql.tables(plan);
      List<TableName> tables = warehouse.tables();
      Inputs inputs = new Inputs(spark);
      if (Sql.readsTables(plan)
          && tables.stream()
              .filter(table -> named.contains(table.toString()))
              .allMatch(table -> inputs.bindLatest(table, warehouse.path(table)))) {
        return inputs.rows(plan, Map.of());
      }
      Set<String> wanted =
          named.isEmpty()
              ? tables.stream().map(TableName::toString).collect(Collectors.toSet())
              : named;
      for (TableName table : tables) {
        if (wanted.contains(table.toString()) && known.add(table.toString())) {
          makeKnown(table);
        }
      }
      return spark.sql(text);
    } catch (Exception e) {
      throw refused(e);
    }
  }

  /** The rows that each of many statements gives, answered side by side. */
  public List<List<Row>> rows(List<String> statements) {
    return SideBySide.each(
        spark,
        statements,
        session -> {
          Shell own = new Shell(session, warehouse.in(session));
          return statement -> own.execute(statement).collectAsList();
        });
  }

  /** What a statement's author is told; whatever it threw, the statement is at fault. */
  public static AtlasException refused(Exception e) {
    return e instanceof AtlasException known ? known : AtlasException.usage(Failure.summary(e));
  }

  /** Registers a table; only those a statement names, as each costs a look into its log. */
  private void makeKnown(TableName table) {
    free(spark, table);
    spark.sql(
        "CREATE TABLE %s USING delta LOCATION '%s'"
            .formatted(table, warehouse.path(table).replace("\\", "\\\\").replace("'", "\\'")));
  }

  /** Frees a name of the session's catalog; what it stood for stays where it is. */
  static void free(SparkSession spark, TableName name) {
    if (!spark.catalog().databaseExists(name.schema())) {
      spark.sql("CREATE DATABASE " + name.schema());
    }
    ((org.apache.spark.sql.classic.SparkSession) spark)
        .sessionState()
        .catalog()
        .dropTable(new TableIdentifier(name.table(), Option.apply(name.schema())), true, false);
  }
}
