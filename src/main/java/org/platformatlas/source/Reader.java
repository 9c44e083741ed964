package org.platformatlas.source;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.flatten;
import static org.apache.spark.sql.functions.from_json;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_filter;
import static org.apache.spark.sql.functions.map_from_arrays;
import static org.apache.spark.sql.functions.map_keys;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.posexplode;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.split;
import static org.apache.spark.sql.functions.try_element_at;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.platformatlas.AtlasException;
import org.platformatlas.ExitCode;
import org.platformatlas.job.Contract;
import org.platformatlas.job.ContractColumn;
import org.platformatlas.job.Job;
import org.platformatlas.job.Source;

/**
 * Reads published files by their source's declaration: the contract's columns, found by name; what
 * the publisher added since in {@value #EXTRA}; {@value #FILE}, {@value #EDITION} and the period;
 * and the text of a record that cannot be read in {@value #UNREADABLE}.
 */
public final class Reader {
  public static final String EXTRA = "extra";
  public static final String FILE = "file";
  public static final String EDITION = "edition";

  /** The raw text of a record that could not be read, else null. */
  public static final String UNREADABLE = "_unreadable";

  /** What a file of lines holds: a line's number, from 1, and its text. */
  private static final String LINE = "line";

  private static final String TEXT = "text";

  private final SparkSession spark;
  private final Landing landing;
  private final Job job;
  private final Source source;
  private final Consumer<String> notes;

  /**
   * @param notes is told of columns that appeared or went missing
   */
  public Reader(SparkSession spark, Landing landing, Job job, Consumer<String> notes) {
    this.spark = spark;
    this.landing = landing;
    this.job = job;
    this.source = job.source().orElseThrow();
    this.notes = notes;
  }

  public Dataset<Row> read(List<LandedFile> files) {
    Dataset<Row> records =
        switch (source.format()) {
          case "csv" -> csv(files);
          case "json" -> json(files);
          case "lines" -> lines(files);
          case "sql" -> sql(files);
          default -> parquet(files);
        };
    return records
        .withColumn(EDITION, expr(source.edition()).cast(DataTypes.StringType))
        .withColumn(Contract.PERIOD, expr(source.period()).cast(DataTypes.DateType));
  }

  private Dataset<Row> csv(List<LandedFile> files) {
    return byColumns(
        files,
        file ->
            source.option("header", true)
                ? header(file)
                : columns().stream()
                    .map(column -> source.publishedNames(column.name()).get(0))
                    .toList(),
        this::csvGroup);
  }

  /** Reads the files of the same columns together. */
  private static Dataset<Row> byColumns(
      List<LandedFile> files,
      Function<LandedFile, List<String>> columns,
      BiFunction<List<String>, List<LandedFile>, Dataset<Row>> reader) {
    Map<List<String>, List<LandedFile>> groups = new LinkedHashMap<>();
    for (LandedFile file : files) {
      groups.computeIfAbsent(columns.apply(file), names -> new ArrayList<>()).add(file);
    }
    return groups.entrySet().stream()
        .map(group -> reader.apply(group.getKey(), group.getValue()))
        .reduce(Dataset::unionByName)
        .orElseThrow();
  }

  /** The first line of a file that has any text. */
  private String firstLine(LandedFile file, String what) {
    Charset charset = Charset.forName(source.options().getOrDefault("encoding", "UTF-8"));
    String line = landing.firstLine(file, charset);
    if (line.isEmpty()) {
      throw new AtlasException(
          ExitCode.PARTLY_FAILED,
          "%s: Cannot find a %s: the file is empty. Land it again, or take it away."
              .formatted(file.file(), what));
    }
    return line;
  }

  private List<String> header(LandedFile file) {
    String line = firstLine(file, "header");
    CsvParserSettings settings = new CsvParserSettings();
    settings.getFormat().setDelimiter(delimiter());
    settings.getFormat().setQuote(source.options().getOrDefault("quote", "\"").charAt(0));
    settings.getFormat().setComment('\0');
    settings.setMaxCharsPerColumn(-1);
    return Arrays.stream(new CsvParser(settings).parseLine(line))
        .map(name -> name == null ? "" : name.strip())
        .toList();
  }

  private String delimiter() {
    String delimiter = source.options().getOrDefault("delimiter", ",");
    return delimiter.equals("\\t") ? "\t" : delimiter;
  }

  private Dataset<Row> csvGroup(List<String> header, List<LandedFile> files) {
    Map<String, Column> published = new LinkedHashMap<>();
    StructType schema = new StructType();
    for (int i = 0; i < header.size(); i++) {
      // A number stands for a name that Spark takes for another's: it does not tell case apart.
      boolean plain = header.stream().filter(header.get(i)::equalsIgnoreCase).count() == 1;
      String field = plain && !header.get(i).isEmpty() ? header.get(i) : "_" + i;
      schema = schema.add(field, DataTypes.StringType);
      published.put(uniqueName(header, i), quoted(field));
    }
    checkColumns(published.keySet(), files.stream().map(LandedFile::file).toList());
    Dataset<Row> rows =
        spark
            .read()
            .schema(schema.add(UNREADABLE, DataTypes.StringType))
            .option("header", source.option("header", true))
            .option("sep", delimiter())
            .option("multiLine", source.option("multiline", false))
            .option("encoding", source.options().getOrDefault("encoding", "UTF-8"))
            .option("quote", source.options().getOrDefault("quote", "\""))
            .option("escape", source.options().getOrDefault("escape", "\""))
            .option("columnNameOfCorruptRecord", UNREADABLE)
            .csv(paths(files));
    return rows.select(columns(published, file(), col(UNREADABLE)));
  }

  /** The header's name of a column, or one that no other column of the file has. */
  private static String uniqueName(List<String> header, int i) {
    String name = header.get(i);
    boolean unique = !name.isEmpty() && header.indexOf(name) == header.lastIndexOf(name);
    return unique ? name : name + "#" + (i + 1);
  }

  /** The contract's columns, found by name, and all others in {@link #EXTRA}. */
  private Column[] columns(Map<String, Column> published, Column file, Column unreadable) {
    List<Column> columns = new ArrayList<>();
    for (ContractColumn column : columns()) {
      Column value =
          source.publishedNames(column.name()).stream()
              .filter(published::containsKey)
              .findFirst()
              .map(published::get)
              .orElse(lit(null));
      columns.add(value.cast(column.type()).as(column.name()));
    }
    List<String> undeclared = new ArrayList<>(published.keySet());
    undeclared.removeAll(declaredNames());
    addOthers(
        columns,
        others(
            undeclared.stream().map(name -> lit(name)).toList(),
            undeclared.stream()
                .map(name -> published.get(name).cast(DataTypes.StringType))
                .toList()));
    columns.add(file);
    columns.add(unreadable.cast(DataTypes.StringType).as(UNREADABLE));
    return columns.toArray(Column[]::new);
  }

  /** The columns that are found by name. */
  private List<ContractColumn> columns() {
    return job.contract().columns().stream().filter(c -> !source.isRest(c.name())).toList();
  }

  /** Adds the columns that no name declares, where the source wants them. */
  private void addOthers(List<Column> columns, Column others) {
    if (source.rest().isEmpty()) {
      columns.add(others.as(EXTRA));
    } else {
      columns.add(others.as(source.rest()));
      columns.add(lit(null).cast(Source.TEXT_MAP).as(EXTRA));
    }
  }

  private Dataset<Row> json(List<LandedFile> files) {
    boolean wholeFile = source.option("multiline", false);
    Dataset<Row> texts =
        spark.read().option("wholetext", wholeFile).text(paths(files)).select(col("value"), file());
    if (wholeFile) {
      texts = texts.withColumn("value", regexp_replace(col("value"), lit("^\ufeff"), lit("")));
    }
    return documents(
        texts.where("value RLIKE '\\\\S'"),
        udf(new Documents(wholeFile), DataTypes.createArrayType(Source.TEXT_MAP)),
        when(col("document").isNull(), col("value")));
  }

  private Dataset<Row> sql(List<LandedFile> files) {
    return documents(
        spark.read().option("wholetext", true).text(paths(files)).select(col("value"), file()),
        udf(new SqlDump(), DataTypes.createArrayType(Source.TEXT_MAP)),
        try_element_at(col("document"), lit(SqlDump.STATEMENT)));
  }

  /** The contract's columns of the documents that a text holds. */
  private Dataset<Row> documents(Dataset<Row> texts, UserDefinedFunction parse, Column unreadable) {
    Dataset<Row> documents = texts.withColumn("document", explode(parse.apply(col("value"))));
    List<Column> columns = new ArrayList<>();
    for (ContractColumn column : columns()) {
      Column text =
          coalesce(
              source.publishedNames(column.name()).stream()
                  .map(name -> try_element_at(col("document"), lit(name)))
                  .toArray(Column[]::new));
      boolean isText = column.type().equals(DataTypes.StringType);
      columns.add((isText ? text : from_json(text, column.type())).as(column.name()));
    }
    Object[] declared = declaredNames().toArray();
    Column others = map_filter(col("document"), (key, value) -> not(key.isin(declared)));
    addOthers(columns, when(unreadable.isNull(), nullIfEmpty(others)));
    columns.add(col(FILE));
    columns.add(unreadable.as(UNREADABLE));
    return documents.select(columns.toArray(Column[]::new));
  }

  /** Every line of a file, also an empty one, so that its number is its place. */
  private Dataset<Row> lines(List<LandedFile> files) {
    files.forEach(file -> firstLine(file, "line"));
    Map<String, Column> published = new LinkedHashMap<>();
    published.put(LINE, col(LINE).plus(1));
    published.put(TEXT, col(TEXT));
    checkColumns(published.keySet(), files.stream().map(LandedFile::file).toList());
    return spark
        .read()
        .option("wholetext", true)
        .text(paths(files))
        .select(
            regexp_replace(col("value"), lit("^\ufeff|(\r\n|\n|\r)\\z"), lit("")).as("value"),
            file())
        .select(
            posexplode(split(col("value"), "\r\n|\n|\r")).as(new String[] {LINE, TEXT}), col(FILE))
        .select(columns(published, col(FILE), lit(null)));
  }

  private Dataset<Row> parquet(List<LandedFile> files) {
    return byColumns(files, landing::parquetColumns, this::parquetGroup);
  }

  private Dataset<Row> parquetGroup(List<String> names, List<LandedFile> files) {
    Map<String, Column> published = new LinkedHashMap<>();
    names.forEach(name -> published.put(name, quoted(name)));
    checkColumns(published.keySet(), files.stream().map(LandedFile::file).toList());
    Dataset<Row> rows = spark.read().option("mergeSchema", true).parquet(paths(files));
    return rows.select(columns(published, file(), lit(null)));
  }

  private static Column quoted(String name) {
    return col("`" + name.replace("`", "``") + "`");
  }

  private Set<String> declaredNames() {
    Set<String> names = new LinkedHashSet<>();
    columns().forEach(column -> names.addAll(source.publishedNames(column.name())));
    return names;
  }

  private void checkColumns(Set<String> found, List<String> files) {
    String where =
        files.get(0) + (files.size() > 1 ? " and %d more".formatted(files.size() - 1) : "");
    List<String> missing = new ArrayList<>();
    for (ContractColumn column : columns()) {
      List<String> names = source.publishedNames(column.name());
      if (Collections.disjoint(names, found)) {
        missing.add(names.get(0));
      }
    }
    for (String column : source.must()) {
      if (missing.contains(source.publishedNames(column).get(0))) {
        throw new AtlasException(
            ExitCode.PARTLY_FAILED,
            "%s: Cannot find column '%s', which %s must have. Columns: %s. Correct the file, or mend %s/source.yml if the publisher renamed it."
                .formatted(
                    where,
                    source.publishedNames(column).get(0),
                    job.name(),
                    String.join(", ", found),
                    job.where()));
      }
    }
    List<String> added = new ArrayList<>(found);
    added.removeAll(declaredNames());
    if (!missing.isEmpty()) {
      notes.accept("%s: without %s (null)".formatted(where, String.join(", ", missing)));
    }
    if (!added.isEmpty() && source.rest().isEmpty()) {
      notes.accept("%s: new %s (kept in extra)".formatted(where, String.join(", ", added)));
    }
  }

  /**
   * Reports the columns that JSON documents or a dump's rows have gained or lost, and refuses files
   * without those they must have; other formats say so at their head, before they are read.
   *
   * @param records what was read, kept at hand
   */
  public void checkDocuments(Dataset<Row> records) {
    if (!Set.of("json", "sql").contains(source.format())) {
      return;
    }
    List<Column> counts = new ArrayList<>();
    List<ContractColumn> columns = columns();
    columns.forEach(column -> counts.add(count(col(column.name()))));
    counts.add(array_distinct(flatten(collect_set(map_keys(col(EXTRA))))));
    Map<Set<String>, List<String>> groups = new LinkedHashMap<>();
    for (Row row :
        records
            .where(col(UNREADABLE).isNull())
            .groupBy(FILE)
            .agg(counts.get(0), counts.subList(1, counts.size()).toArray(Column[]::new))
            .orderBy(FILE)
            .collectAsList()) {
      Set<String> found = new TreeSet<>(row.getList(counts.size()));
      for (int i = 1; i < counts.size(); i++) {
        if (row.getLong(i) > 0) {
          found.add(source.publishedNames(columns.get(i - 1).name()).get(0));
        }
      }
      groups.computeIfAbsent(found, names -> new ArrayList<>()).add(row.getString(0));
    }
    groups.forEach(this::checkColumns);
  }

  private static Column others(List<Column> names, List<Column> values) {
    if (names.isEmpty()) {
      return lit(null).cast(Source.TEXT_MAP);
    }
    return nullIfEmpty(
        map_filter(
            map_from_arrays(
                array(names.toArray(Column[]::new)), array(values.toArray(Column[]::new))),
            (key, value) -> value.isNotNull()));
  }

  private static Column nullIfEmpty(Column map) {
    return when(size(map).gt(0), map);
  }

  /** The file's path relative to the landing folder, from the URI that Spark gives. */
  private Column file() {
    int start = landing.rootPath().length() + 2;
    String path =
        "url_decode(replace(regexp_replace(_metadata.file_path,"
            + " '^[A-Za-z][A-Za-z0-9+.-]*:(//[^/]*)?', ''), '+', '%2B'))";
    return expr("substring(" + path + ", " + start + ")").as(FILE);
  }

  private String[] paths(List<LandedFile> files) {
    return files.stream().map(file -> Landing.literal(landing.path(file))).toArray(String[]::new);
  }
}
