package org.platformatlas.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.platformatlas.AtlasException;
import org.platformatlas.ExitCode;

/**
 * A file in the warehouse that says which run holds it. Its owner touches it again and again; a
 * lock whose owner is gone (its process ended on this host, or the file has not been touched for
 * {@link #PATIENCE}) is taken over, and its run is known to be abandoned.
 */
final class Lock implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration TOUCH = Duration.ofMinutes(1);

  /** What a run has to write its name into the file that it has made. */
  private static final Duration WRITING = Duration.ofSeconds(5);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final FileSystem files;
  private final Path path;
  private final Optional<Holder> abandoned;
  private final ScheduledExecutorService toucher;

  /** The run that a lock file names. */
  record Holder(String run, Instant started, String host, long pid, Instant processStarted) {
    static Holder ofThisProcess(String run, Instant started) {
      ProcessHandle process = ProcessHandle.current();
      return new Holder(
          run,
          started,
          hostName(),
          process.pid(),
          process.info().startInstant().orElse(Instant.EPOCH));
    }

    private boolean isGone(Instant touched) {
      if (touched.plus(PATIENCE).isBefore(Instant.now())) {
        return true;
      }
      return host.equals(hostName())
          && ProcessHandle.of(pid)
              .filter(process -> process.isAlive())
              .flatMap(process -> process.info().startInstant())
              .filter(processStarted::equals)
              .isEmpty();
    }
  }

  private Lock(FileSystem files, Path path, Optional<Holder> abandoned) {
    this.files = files;
    this.path = path;
    this.abandoned = abandoned;
    this.toucher =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "warehouse-lock");
              thread.setDaemon(true);
              return thread;
            });
    toucher.scheduleAtFixedRate(
        this::touch, TOUCH.toSeconds(), TOUCH.toSeconds(), TimeUnit.SECONDS);
  }

  private void touch() {
    try {
      files.setTimes(path, System.currentTimeMillis(), -1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes the warehouse for a run, or fails naming the run that holds it. */
  static Lock acquire(Warehouse warehouse, String run, Instant started) {
    FileSystem files = warehouse.files();
    Path path = new Path(warehouse.root(), "_lock");
    Optional<Holder> abandoned = Optional.empty();
    try {
      while (!create(files, path, Holder.ofThisProcess(run, started))) {
        Optional<Holder> holder = writtenHolder(files, path);
        if (holder.isPresent() && !holder.get().isGone(touched(files, path))) {
          throw new AtlasException(
              ExitCode.BUSY,
              "Run %s holds the warehouse %s since %s (host %s, process %d). Wait for it to end, then run again."
                  .formatted(
                      holder.get().run(),
                      warehouse.root(),
                      holder.get().started(),
                      holder.get().host(),
                      holder.get().pid()));
        }
        if (putAside(files, path, path.suffix("." + run))) {
          abandoned = holder;
        }
      }
      return new Lock(files, path, abandoned);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A rename has one winner, so that two runs never both take over the same lock. */
  private static boolean putAside(FileSystem files, Path path, Path aside) throws IOException {
    try {
      return files.rename(path, aside) && files.delete(aside, false);
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  /** Empty where the lock is gone, or stays without a name: its run was killed as it began. */
  private static Optional<Holder> writtenHolder(FileSystem files, Path path) throws IOException {
    Instant end = Instant.now().plus(WRITING);
    Optional<Holder> holder = holder(files, path);
    while (holder.isEmpty() && files.exists(path) && Instant.now().isBefore(end)) {
      LockSupport.parkNanos(WRITING.toNanos() / 100);
      holder = holder(files, path);
    }
    return holder;
  }

  /** The run that holds a warehouse now, if any does. */
  static Optional<Holder> holder(Warehouse warehouse) {
    try {
      Path path = new Path(warehouse.root(), "_lock");
      Optional<Holder> holder = holder(warehouse.files(), path);
      return holder.isPresent() && !holder.get().isGone(touched(warehouse.files(), path))
          ? holder
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The run whose lock was taken over, because its process was gone. */
  Optional<Holder> abandoned() {
    return abandoned;
  }

  private static boolean create(FileSystem files, Path path, Holder holder) throws IOException {
    files.mkdirs(path.getParent());
    try (OutputStream out = files.create(path, false)) {
      out.write(
          JSON.writeValueAsBytes(
              JSON.createObjectNode()
                  .put("run", holder.run())
                  .put("started", holder.started().toString())
                  .put("host", holder.host())
                  .put("pid", holder.pid())
                  .put("processStarted", holder.processStarted().toString())));
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  private static Instant touched(FileSystem files, Path path) throws IOException {
    try {
      return Instant.ofEpochMilli(files.getFileStatus(path).getModificationTime());
    } catch (FileNotFoundException e) {
      return Instant.EPOCH;
    }
  }

  /** Empty where there is no lock, or none that is wholly written. */
  private static Optional<Holder> holder(FileSystem files, Path path) throws IOException {
    try (InputStream in = files.open(path)) {
      JsonNode node = JSON.readTree(in);
      return node.isMissingNode()
          ? Optional.empty()
          : Optional.of(
              new Holder(
                  node.path("run").asText(),
                  Instant.parse(node.path("started").asText()),
                  node.path("host").asText(),
                  node.path("pid").asLong(),
                  Instant.parse(node.path("processStarted").asText())));
    } catch (FileNotFoundException | ChecksumException | JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (IOException e) {
      return "localhost";
    }
  }

  @Override
  public void close() {
    toucher.shutdownNow();
    try {
      files.delete(path, false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
