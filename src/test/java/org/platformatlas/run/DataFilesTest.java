package org.platformatlas.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.platformatlas.TestSession;
import org.platformatlas.job.Job;
import org.platformatlas.job.JobsFolder;
import org.platformatlas.job.TableName;
import org.platformatlas.plan.Ranges;

/** A table of two years, a file each, whose columns another program then maps to names. */
class DataFilesTest {
  private static final TableName VISIT = new TableName("clean", "visit");

  @TempDir Path root;

  @Test
  void filesAreThoseOfTheVersionAndThePeriodsAndWhatIsMoreThanFilesIsReadAllTheSame() {
    Job job =
        new JobsFolder(root.resolve("jobs"))
            .raw("visits", "month")
            .computed("clean/visit", "cadence: month", "SELECT period, site FROM raw.visits")
            .load()
            .get(VISIT);
    SparkSession spark = TestSession.spark();
    String path = root.resolve("visit").toString();
    for (String year : List.of("2020", "2021")) {
      spark
          .sql("SELECT DATE'%s-01-01' AS period, 'a.com' AS site".formatted(year))
          .coalesce(1)
          .write()
          .format("delta")
          .mode("append")
          .save(path);
    }
    LocalDate first = LocalDate.of(2021, 1, 1);
    Ranges second = new Ranges(List.of(new Ranges.Range(first, first)), false);
    assertEquals(Optional.of(1), files(path, 0, Ranges.ALL));
    assertEquals(Optional.of(2), files(path, 1, Ranges.ALL));
    assertEquals(Optional.of(1), files(path, 1, second));
    assertEquals("2021-01-01", periods(job, path, 1, second));

    spark.sql(
        "ALTER TABLE delta.`%s` SET TBLPROPERTIES ('delta.columnMapping.mode' = 'name', 'delta.minReaderVersion' = '2', 'delta.minWriterVersion' = '5')"
            .formatted(path));
    assertTrue(files(path, 2, Ranges.ALL).isEmpty());
    assertEquals("2020-01-01 2021-01-01", periods(job, path, 2, Ranges.ALL));
    assertEquals("2021-01-01", periods(job, path, 2, second));
  }

  private static Optional<Integer> files(String path, long version, Ranges ranges) {
    var conf = TestSession.spark().sparkContext().hadoopConfiguration();
    return DataFiles.of(conf, path, version, ranges).map(files -> files.inputFiles().length);
  }

  private static String periods(Job job, String path, long version, Ranges ranges) {
    Inputs inputs = new Inputs(TestSession.spark());
    inputs.bind(job, path, version, ranges, Optional.empty(), true);
    return inputs
        .rows(VISIT)
        .selectExpr("array_join(array_sort(collect_list(CAST(period AS STRING))), ' ')")
        .first()
        .getString(0);
  }
}
