package org.platformatlas.generate;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/** One simulated market: what happens in it, all drawn from its seed. */
final class Market {
  /** The countries of the published layout, of which each is a market. */
  static final List<String> COUNTRIES = List.of("us", "de", "fr");

  /** Kinds of dirty rows, each a spoiled copy of a site's row; all but the last are no good. */
  static final List<String> DIRT =
      List.of(
          "not_a_number", "negative", "unnamed", "no_such_country", "no_such_month", "repeated");

  private static final int LONGEST_TREND = 120;
  private static final double FIRST_VOLUME = 1e9;

  private final Spec spec;
  private final long seed;
  private final int number;
  private final List<Event> events = new ArrayList<>();
  private final Map<Integer, Integer> enters = new TreeMap<>();
  private final Map<Integer, Integer> leaves = new TreeMap<>();
  private final Set<Integer> late = new TreeSet<>();
  private int changes = Integer.MAX_VALUE;

  /**
   * @param number from 0
   */
  Market(Spec spec, int number) {
    this.spec = spec;
    this.seed = spec.seed() + number;
    this.number = number;
    // Random alone draws alike from neighbouring seeds.
    Random chance = new Random(new SplittableRandom(seed).nextLong());
    Iterator<Integer> movers = movers(chance).iterator();
    for (int i = 0; i < spec.entries(); i++) {
      int place = movers.next();
      enters.put(place, month(chance, 2));
      happens("entry", enters.get(place), place);
    }
    for (int i = 0; i < spec.exits(); i++) {
      int place = movers.next();
      leaves.put(place, month(chance, 2));
      happens("exit", leaves.get(place), place);
    }
    for (int i = 0; i < spec.mergers(); i++) {
      LocalDate closed = first(month(chance, 2)).plusDays(chance.nextInt(28));
      events.add(new Event("merger", closed, site(movers.next()), site(movers.next())));
    }
    if (spec.jump() != 0) {
      int window = Math.min(spec.months(), LONGEST_TREND);
      changes = spec.months() - window + window / 3 + chance.nextInt(window / 3);
      events.add(new Event("change", first(changes), null, null));
    }
    while (late.size() < spec.late()) {
      late.add(month(chance, 1));
    }
    for (int i = 0; i < spec.dirty(); i++) {
      int month = month(chance, 1);
      while (late.contains(month)) {
        month = month(chance, 1);
      }
      happens(DIRT.get(i % DIRT.size()), month, 1 + i % Spec.HEAD);
    }
  }

  /** Places in random order below the head, near to it, so that what happens there can be seen. */
  private List<Integer> movers(Random chance) {
    int count = spec.entries() + spec.exits() + 2 * spec.mergers();
    int last = Math.min(spec.sites(), Spec.HEAD + Math.max(30, 2 * count));
    List<Integer> places = new ArrayList<>();
    for (int place = Spec.HEAD + 1; place <= last; place++) {
      places.add(place);
    }
    Collections.shuffle(places, chance);
    return places;
  }

  /** A month that is neither one of the {@code margin} first nor of the last. */
  private int month(Random chance, int margin) {
    return margin + chance.nextInt(spec.months() - 2 * margin);
  }

  private void happens(String what, int month, int place) {
    events.add(new Event(what, first(month), site(place), null));
  }

  LocalDate first(int month) {
    return spec.first().plusMonths(month).atDay(1);
  }

  String site(int place) {
    return "s" + seed + "-" + place + ".example";
  }

  String source() {
    return spec.isPublished() ? "whotracksme_sites" : "simulated";
  }

  String name() {
    return spec.isPublished() ? "web_sites" : "simulated_" + seed;
  }

  /** Of a market of its own, a code that belongs to no country. */
  String area() {
    return spec.isPublished() ? COUNTRIES.get(number).toUpperCase(java.util.Locale.ROOT) : "XA";
  }

  long seed() {
    return seed;
  }

  List<Event> events() {
    return events;
  }

  boolean isLate(int month) {
    return late.contains(month);
  }

  double exponent(int month) {
    return spec.exponent()
        + spec.drift() * month / (spec.months() - 1)
        + (month >= changes ? spec.jump() : 0)
        + season(month);
  }

  double firstVolume(int month) {
    return FIRST_VOLUME * StrictMath.pow(1 + spec.growth(), month / 12.0) * (1 + season(month));
  }

  private double season(int month) {
    double part = (first(month).getMonthValue() - 1) / 12.0;
    return spec.season() * StrictMath.cos(2 * Math.PI * part);
  }

  /** The places that have not entered yet, or have left. */
  Set<Integer> absent(int month) {
    Set<Integer> absent = new TreeSet<>();
    enters.forEach((place, from) -> addIf(month < from, place, absent));
    leaves.forEach((place, to) -> addIf(month >= to, place, absent));
    return absent;
  }

  private static void addIf(boolean holds, int place, Set<Integer> places) {
    if (holds) {
      places.add(place);
    }
  }
}
