package org.platformatlas;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Eight platforms that buy companies in two years, five years apart, in an age of their own: four
 * keep to six fields, four to six others. In the second year of every other ecosystem three acts of
 * four go to four fields that are everybody's. Between the two the first platform moves to a field
 * of its neighbours, and the last to one of the others.
 */
record PlantedEcosystem(int seed, List<Act> acts) {
  static final int PLATFORMS = 8;
  private static final int SPAN = 15;
  private static final int ACTS_A_YEAR = 20;

  record Act(int year, int platform, int number, String field) {}

  static PlantedEcosystem of(int seed) {
    Random random = new Random(seed);
    List<Act> acts = new ArrayList<>();
    for (int year : new int[] {4, 9}) {
      for (int platform = 0; platform < PLATFORMS; platform++) {
        String own = platform < PLATFORMS / 2 ? "a" : "b";
        for (int number = 0; number < ACTS_A_YEAR; number++) {
          boolean common = converges(seed) && year > 5 && random.nextInt(4) > 0;
          int field = random.nextInt(common ? 4 : 6);
          // The first platform has not yet been in its neighbours' last field, the others all have.
          field = !common && platform == 0 && field == 5 ? random.nextInt(5) : field;
          field = !common && own.equals("a") && platform > 0 && number == 0 ? 5 : field;
          // The last has been in all of its own.
          field = platform == PLATFORMS - 1 && year == 4 && number < 6 ? number : field;
          acts.add(new Act(year, platform, number, (common ? "c" : own) + field));
        }
      }
    }
    acts.add(new Act(5, 0, 0, "a5"));
    acts.add(new Act(5, PLATFORMS - 1, 0, "a5"));
    return new PlantedEcosystem(seed, acts);
  }

  static boolean converges(int seed) {
    return seed % 2 == 0;
  }

  /** The year of the calendar. */
  int year(int year) {
    return 1590 + SPAN * seed + year;
  }

  String platform(int platform) {
    return "Platform " + name(platform);
  }

  String company(Act act) {
    return "Company " + name(act.platform()) + "-" + act.year() + "-" + act.number();
  }

  String field(Act act) {
    return "field " + seed + act.field();
  }

  private String name(int platform) {
    return seed + "." + platform;
  }

  /**
   * What two platforms bought into in the five years that end with a year, in common over in all.
   */
  double jaccard(int year, int one, int other) {
    Set<String> both = fields(year, one);
    Set<String> either = new HashSet<>(both);
    both.retainAll(fields(year, other));
    either.addAll(fields(year, other));
    return (double) both.size() / either.size();
  }

  private Set<String> fields(int year, int platform) {
    Set<String> fields = new TreeSet<>();
    for (Act act : acts) {
      if (act.platform() == platform && act.year() <= year && act.year() > year - 5) {
        fields.add(act.field());
      }
    }
    return fields;
  }
}
