package org.platformatlas.source;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.Type;
import org.apache.spark.util.HadoopFSUtils;
import org.platformatlas.AtlasException;

/** The folder into which publishers' files are put. */
public final class Landing {
  private final Configuration configuration;
  private final Path root;

  public Landing(Configuration configuration, String folder) {
    this.configuration = configuration;
    try {
      Path path = new Path(folder);
      FileSystem files = path.getFileSystem(configuration);
      if (!files.exists(path)) {
        throw AtlasException.usage(
            "Cannot find the landing folder '%s' (name it with --landing DIR)".formatted(folder));
      }
      this.root = files.resolvePath(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The files that a glob under the landing folder matches, by name. Files that Spark passes over
   * without a word, as still being written ({@code _…}, {@code .…}), have not landed.
   */
  public List<LandedFile> list(String glob) {
    try {
      FileSystem files = root.getFileSystem(configuration);
      FileStatus[] found = files.globStatus(new Path(literal(root.toString()), glob));
      List<LandedFile> landed = new ArrayList<>();
      for (FileStatus status : found == null ? new FileStatus[0] : found) {
        if (status.isFile() && !HadoopFSUtils.shouldFilterOutPathName(status.getPath().getName())) {
          landed.add(
              new LandedFile(
                  root.toUri().relativize(status.getPath().toUri()).getPath(),
                  status.getLen(),
                  status.getModificationTime()));
        }
      }
      landed.sort(java.util.Comparator.comparing(LandedFile::file));
      return landed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names of a Parquet file's columns, from its footer. */
  List<String> parquetColumns(LandedFile file) {
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(new Path(path(file)), configuration))) {
      return reader.getFileMetaData().getSchema().getFields().stream().map(Type::getName).toList();
    } catch (IOException | RuntimeException e) {
      throw unreadable(file, e);
    }
  }

  private static AtlasException unreadable(LandedFile file, Exception cause) {
    return new AtlasException(
        org.platformatlas.ExitCode.PARTLY_FAILED,
        "%s: Cannot read: %s".formatted(file.file(), cause.getMessage()));
  }

  /** A path in which no character is taken for a glob. */
  static String literal(String path) {
    return path.replaceAll("[\\\\{}\\[\\]*?]", "\\\\$0");
  }

  /** The folder's own path, without scheme and host. */
  String rootPath() {
    return root.toUri().getPath();
  }

  String path(LandedFile file) {
    return new Path(root, new Path(null, null, file.file())).toString();
  }

  /** The first line of a file that has any text, without a byte order mark. */
  String firstLine(LandedFile file, Charset charset) {
    Path path = new Path(path(file));
    CompressionCodec codec = new CompressionCodecFactory(configuration).getCodec(path);
    try (InputStream bytes = path.getFileSystem(configuration).open(path);
        InputStream plain = codec == null ? bytes : codec.createInputStream(bytes);
        BufferedReader reader = new BufferedReader(new InputStreamReader(plain, charset))) {
      String line = reader.readLine();
      if (line != null && line.startsWith("\ufeff")) {
        line = line.substring(1);
      }
      while (line != null && line.isBlank()) {
        line = reader.readLine();
      }
      return line == null ? "" : line;
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }
}
