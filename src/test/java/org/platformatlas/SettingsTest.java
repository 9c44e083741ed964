package org.platformatlas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  @TempDir Path home;

  private String file(String text) throws IOException {
    Path file = home.resolve("my.yml");
    Files.writeString(file, text);
    return file.toString();
  }

  private Map<String, String> environment() {
    return Map.of("ATLAS_HOME", home.toString());
  }

  @Test
  void eachPlaceWinsOverTheOneBefore() throws IOException {
    String conf = file("landing: file\nwarehouse: file\njobs: file\nspark.master: file\n");
    Settings settings =
        Settings.load(
            conf,
            Map.of("jobs", "flag", "spark.master", "flag"),
            Map.of(
                "ATLAS_HOME", home.toString(),
                "ATLAS_WAREHOUSE", "environment",
                "ATLAS_JOBS", "environment",
                "ATLAS_SPARK.MASTER", "nothing"));
    assertEquals(home.resolve("file").toString(), settings.landing());
    assertEquals("environment", settings.warehouse());
    assertEquals(Path.of("flag"), settings.jobs());
    assertEquals(Map.of("spark.master", "flag"), settings.spark());
  }

  @Test
  void whatNobodySetIsBuiltIn() {
    Settings settings = Settings.load(null, Map.of(), environment());
    assertEquals(home.resolve("target/landing").toString(), settings.landing());
    assertEquals(home.resolve("target/warehouse").toString(), settings.warehouse());
    assertEquals(home.resolve("jobs"), settings.jobs());
    assertEquals(Map.of(), settings.spark());
    assertEquals(
        "target/landing", Settings.load(null, Map.of(), Map.of("ATLAS_HOME", "")).landing());
  }

  @Test
  void theProjectsOwnFileIsReadUnlessAnotherIsNamed() throws IOException {
    Files.createDirectories(home.resolve("conf"));
    Files.writeString(home.resolve("conf/local.yml"), "landing: published\n");
    assertEquals(
        home.resolve("published").toString(),
        Settings.load(null, Map.of(), environment()).landing());
    assertEquals(
        home.resolve("target/landing").toString(),
        Settings.load(file("warehouse: w\n"), Map.of(), environment()).landing());
  }

  @Test
  void pathsOfTheFileLieUnderTheProjectUnlessTheySayWhere() throws IOException {
    String conf =
        file("landing: s3a://bucket/published\nwarehouse: /data/warehouse\njobs: ../jobs\n");
    Settings settings = Settings.load(conf, Map.of(), environment());
    assertEquals("s3a://bucket/published", settings.landing());
    assertEquals("/data/warehouse", settings.warehouse());
    assertEquals(home.resolve("../jobs"), settings.jobs());
    settings = Settings.load(conf, Map.of("landing", "../data"), environment());
    assertEquals("../data", settings.landing());
  }

  private static void assertRefused(String message, Runnable load) {
    AtlasException refused = assertThrows(AtlasException.class, load::run);
    assertEquals(ExitCode.USAGE, refused.exitCode());
    assertEquals(message, refused.getMessage());
  }

  @Test
  void anUnknownSettingIsRefusedWithTheKnownOnes() throws IOException {
    String message = "Unknown setting 'lnading' (known: jobs, landing, warehouse, spark.*)";
    String conf = file("lnading: x\n");
    assertRefused(message, () -> Settings.load(conf, Map.of(), environment()));
    assertRefused(message, () -> Settings.load(null, Map.of("lnading", "x"), environment()));
  }

  @Test
  void aFileThatIsNotThereIsRefused() {
    assertRefused(
        "Cannot find the settings file 'no.yml'",
        () -> Settings.load("no.yml", Map.of(), environment()));
  }

  @Test
  void aFileThatIsNoListOfSettingsIsRefused() throws IOException {
    String conf = file("spark: {master: local}\n");
    AtlasException refused =
        assertThrows(AtlasException.class, () -> Settings.load(conf, Map.of(), environment()));
    assertTrue(
        refused.getMessage().endsWith(conf + ": Invalid 'spark': expected text"),
        refused.getMessage());
  }

  @Test
  void secretsAreNotPrinted() {
    Settings settings =
        Settings.load(
            null,
            Map.of(
                "landing", "abfs://me:hunter2@store/landing",
                "warehouse", "/data/warehouse",
                "jobs", "jobs",
                "spark.hadoop.fs.s3a.secret.key", "hunter2",
                "spark.hadoop.fs.s3a.access.KEY", "hunter2",
                "spark.ssl.keyStorePassword", "hunter2",
                "spark.driver.extraJavaOptions", "-Djavax.net.ssl.trustStorePassword=hunter2",
                "spark.master", "local[2]"),
            environment());
    String text = settings.toString();
    assertFalse(text.contains("hunter2"), text);
    assertTrue(text.contains("warehouse=/data/warehouse jobs=jobs "), text);
    assertTrue(text.contains("spark.master=local[2]"), text);
    assertTrue(text.contains("spark.ssl.keyStorePassword=***"), text);
    assertEquals(1, text.lines().count());
    assertEquals("hunter2", settings.spark().get("spark.hadoop.fs.s3a.secret.key"));
  }
}
