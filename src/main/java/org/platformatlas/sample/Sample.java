package org.platformatlas.sample;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * A simulated platform economy from January 2017 on: site lists, browser usage, shares of social
 * media, users of the internet and residents as their publishers lay them out, with the services
 * that sites load and their owners, what platforms bought until then, the industries around them,
 * and where people live and stores stand, dirty in known places, with truths that the tables must
 * find. The same months give the same files, on every machine with the same compression library to
 * the byte.
 */
public final class Sample {
  private final Span span;

  private Sample(Span span) {
    this.span = span;
  }

  /** A sample of {@code months} months, 12 or more. */
  public static Sample of(int months) {
    return new Sample(new Span(months));
  }

  /** Writes the sample's files under the landing folder, over those that are there. */
  public void write(Path landing) throws IOException {
    SiteList sites = new SiteList(span);
    BrowserUsage browsers = new BrowserUsage(span);
    Path traffic = landing.resolve("traffic");
    for (int t = 0; t < span.months(); t++) {
      String month = span.month(t).toString();
      for (String area : SiteList.AREAS) {
        Path folder = traffic.resolve("whotracksme").resolve(month).resolve(area);
        write(folder.resolve("sites.csv.gz"), sites.text(area, t));
      }
      Path global = traffic.resolve("whotracksme").resolve(month).resolve("global");
      writePlain(global.resolve("trackers.csv"), ThirdParties.services(month));
      Path folder = traffic.resolve("caniuse-region-usage");
      write(folder.resolve(month + ".jsonl.gz"), browsers.text(t));
    }
    SocialShares social = new SocialShares(span);
    writePlain(landing.resolve(social.file()), social.text());
    People people = new People(span);
    writePlain(landing.resolve(People.USERS_FILE), people.users());
    writePlain(landing.resolve(People.RESIDENTS_FILE), people.residents());
    for (Map<String, String> files :
        List.of(
            ThirdParties.files(),
            Ecosystems.files(),
            Industries.files(),
            Country.files(),
            Stores.files())) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        Path path = landing.resolve(file.getKey());
        if (file.getKey().endsWith(".gz")) {
          write(path, file.getValue());
        } else {
          writePlain(path, file.getValue());
        }
      }
    }
  }

  /** What is wrong with the files, and what must come of it. */
  public List<Fault> faults() {
    return Stream.of(
            Stream.of(Dirt.values()).map(dirt -> dirt.fault(span)),
            Ecosystems.FAULTS.stream(),
            Industries.FAULTS.stream(),
            ThirdParties.FAULTS.stream(),
            Country.FAULTS.stream(),
            Stores.FAULTS.stream())
        .flatMap(faults -> faults)
        .toList();
  }

  /** The numbers that the tables must arrive at, although the files are dirty. */
  public List<Planted> planted() {
    return Stream.of(new Truth(span).planted(), new StoreTruth(span).planted())
        .flatMap(List::stream)
        .toList();
  }

  private static void writePlain(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /** The stream writes a gzip header without time and name. */
  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
