import org.apache.spark.sql.SparkSession;

/**
 * The least that a program with Spark and Delta does: writes one small table and reads it again. To this the
 * quickstart is compared:
 *
 * <pre>
 * javac -cp 'target/spark/jars/*' -d target/bare src/bench/Bare.java
 * export SPARK_HOME=target/spark SPARK_SCALA_VERSION=2.13
 * java @conf/java-options -XX:+UseParallelGC -Xmx4g -cp 'target/bare:target/spark/jars/*' \
 *   org.apache.spark.deploy.SparkSubmit --jars target/platform-atlas.jar \
 *   --class Bare spark-internal target/bare/table
 * </pre>
 */
public final class Bare {
  private Bare() {}

  public static void main(String[] arguments) {
    SparkSession spark =
        SparkSession.builder()
            .master("local[*]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "8")
            .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
            .config(
                "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
            .getOrCreate();
    spark.range(1_000).write().format("delta").mode("overwrite").save(arguments[0]);
    System.out.println(spark.read().format("delta").load(arguments[0]).count() + " rows");
    spark.stop();
  }
}
