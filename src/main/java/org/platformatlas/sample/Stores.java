package org.platformatlas.sample;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.platformatlas.sample.Country.Point;

/**
 * The stores of four chains in the simulated country, in the layouts of their publishers. Walmart
 * has one list, of those that still stand, with days of opening. Costco opens a store a year, each
 * in the largest county that has none. Dollar General's two lists have no days; between them a
 * store closes. A chain that is named as a site opens stores while its traffic grows.
 */
final class Stores {
  /** A site whose traffic in the United States grows every month. */
  static final int ONLINE = 2;

  static final String SITE = "site-" + (10 + ONLINE) + ".example";

  /**
   * A store of a chain with two lists.
   *
   * @param at null if its place is in no list
   * @param opened null if its day of opening is in no list
   */
  record Store(
      int number, int county, Point at, LocalDate opened, boolean isInFirst, boolean isInSecond) {}

  /** A chain, the days of its two lists, which may be one, and its stores. */
  record Chain(String platform, LocalDate first, LocalDate second, List<Store> stores) {
    /** As far as its lists tell. */
    List<Store> openOn(LocalDate day) {
      return stores.stream()
          .filter(store -> !day.isBefore(from(store)))
          .filter(store -> store.isInSecond() || day.isBefore(second))
          .toList();
    }

    private LocalDate from(Store store) {
      LocalDate seen = store.isInFirst() ? first : second;
      return store.opened() == null ? seen : store.opened();
    }
  }

  static final Chain WALMART =
      new Chain("Walmart", LocalDate.of(2004, 1, 31), LocalDate.of(2004, 1, 31), walmart());
  static final Chain COSTCO =
      new Chain("Costco", LocalDate.of(2017, 1, 31), LocalDate.of(2019, 12, 31), costco());
  static final Chain DOLLAR_GENERAL =
      new Chain(
          "Dollar General", LocalDate.of(2018, 6, 30), LocalDate.of(2019, 6, 30), dollarGeneral());
  static final Chain OF_SITE =
      new Chain(SITE, LocalDate.of(2017, 1, 31), LocalDate.of(2019, 12, 31), ofSite());

  static final String WALMART_FILE =
      "industry/walmart-openings/1998_2004_walmart_store_openings.csv";
  private static final String CHAINS = "industry/us-chain-stores/";
  static final String COSTCO_FILE = CHAINS + "costco/2019-12-31_22222222_costco_locations.csv";
  static final String DOLLAR_GENERAL_FILE =
      CHAINS + "dollar-general/2019-06-30_22222222_dollar-general_locations.csv";
  static final String SITE_FILE = CHAINS + SITE + "/2019-12-31_22222222_" + SITE + "_locations.csv";

  static final List<Fault> FAULTS =
      List.of(
          new Fault(
              WALMART_FILE,
              "years have two digits; a county has the code that it gave up in 1997; an extra row whose"
                  + " day of opening is the 31st of February",
              "the column of years tells the century; the county is that of the code that followed;"
                  + " the row is quarantined"),
          new Fault(
              COSTCO_FILE,
              "the first store has no coordinates",
              "it is counted as an outlet and reaches nobody"),
          new Fault(
              DOLLAR_GENERAL_FILE,
              "a store at 0, 0; one whose axes are swapped; one far outside the country; one twice",
              "the first three are quarantined, the last counts once"),
          new Fault(
              SITE_FILE,
              "days of opening are in parts, as 30.0; of one store all are nan",
              "they are days; of one store the day of opening is not known"));

  private Stores() {}

  /** Two a year, then one in the county of another, then one at the very place of another. */
  private static List<Store> walmart() {
    List<Store> stores = new ArrayList<>();
    for (int number = 1; number <= 10; number++) {
      int county = 5 * number % Country.COUNTIES;
      LocalDate opened = LocalDate.of(1998 + (number - 1) / 2, 1 + 7 * number % 12, 2 * number);
      stores.add(new Store(number, county, Country.center(county), opened, true, true));
    }
    Store first = stores.get(0);
    Point beside = Country.center(Country.RENAMED).moved(50_000, 100_000);
    stores.add(new Store(11, Country.RENAMED, beside, LocalDate.of(2003, 2, 22), true, true));
    stores.add(new Store(12, first.county(), first.at(), LocalDate.of(2003, 11, 24), true, true));
    return stores;
  }

  private static List<Store> costco() {
    List<Store> stores = new ArrayList<>();
    stores.add(new Store(1, 0, null, LocalDate.of(2010, 3, 15), true, true));
    for (int year = 2010; year < 2020; year++) {
      int county = Country.COUNTIES - 1 - (year - 2010);
      LocalDate opened = LocalDate.of(year, 3, 15);
      boolean isInFirst = year < 2017;
      stores.add(
          new Store(stores.size() + 1, county, Country.center(county), opened, isInFirst, true));
    }
    return stores;
  }

  private static List<Store> dollarGeneral() {
    List<Store> stores = new ArrayList<>();
    for (int county = 16; county < 30; county++) {
      Point at = Country.center(county).moved(50_000, 50_000);
      stores.add(new Store(county, county, at, null, county < 28, county != 17));
    }
    Point beside = Country.center(20).moved(-100_000, -100_000);
    stores.add(new Store(30, 20, beside, null, false, true));
    return stores;
  }

  /** Two before 2017, then some in fits and starts. */
  private static List<Store> ofSite() {
    List<Store> stores = new ArrayList<>();
    stores.add(new Store(1, 0, Country.center(0), LocalDate.of(2015, 9, 30), true, true));
    stores.add(new Store(2, 0, Country.center(0).moved(-100_000, 0), null, true, true));
    for (int month : new int[] {2, 3, 7, 8, 9, 14, 20, 21, 30}) {
      int county = stores.size() - 1;
      LocalDate opened = LocalDate.of(2017, 1, 30).plusMonths(month);
      stores.add(new Store(county + 2, county, Country.center(county), opened, false, true));
    }
    return stores;
  }

  /** The files by their names, under the landing folder. */
  static Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put(WALMART_FILE, walmartRows());
    lists(
        files,
        COSTCO,
        COSTCO_FILE,
        "store_id,store_opened,state,latitude,longitude\n",
        store -> "\"Mar 15, " + store.opened().getYear() + "\"");
    lists(
        files,
        DOLLAR_GENERAL,
        DOLLAR_GENERAL_FILE,
        "store_number,city,state,latitude,longitude\n",
        store -> "Town");
    files.put(
        DOLLAR_GENERAL_FILE,
        files.get(DOLLAR_GENERAL_FILE)
            + row(18, "Town", 18, Country.center(18).moved(50_000, 50_000))
            + row(31, "Nowhere", 1, new Point(0, 0))
            + row(32, "Swapped", 1, new Point(Country.center(1).east(), Country.center(1).north()))
            + row(33, "Abroad", 1, new Point(10_000_000, -100_000_000)));
    lists(
        files,
        OF_SITE,
        SITE_FILE,
        "store_id,open_day,open_month,open_year,state,latitude,longitude\n",
        Stores::inParts);
    return files;
  }

  private static void lists(
      Map<String, String> files,
      Chain chain,
      String file,
      String header,
      Function<Store, String> cells) {
    String first = file.replace(chain.second() + "_22222222", chain.first() + "_11111111");
    files.put(first, header + rows(chain.stores().stream().filter(Store::isInFirst), cells));
    files.put(file, header + rows(chain.stores().stream().filter(Store::isInSecond), cells));
  }

  private static String rows(Stream<Store> stores, Function<Store, String> cells) {
    return stores
        .map(store -> row(store.number(), cells.apply(store), store.county(), store.at()))
        .collect(Collectors.joining());
  }

  private static String row(int number, String cells, int county, Point at) {
    String place = at == null ? "," : at.latitudeText() + "," + at.longitudeText();
    return String.join(",", number + "", cells, Country.state(county), place + "\n");
  }

  private static String inParts(Store store) {
    LocalDate day = store.opened();
    return day == null
        ? "nan,nan,nan"
        : IntStream.of(day.getDayOfMonth(), day.getMonthValue(), day.getYear())
            .mapToObj(part -> part + ".0")
            .collect(Collectors.joining(","));
  }

  private static String walmartRows() {
    return "storenum,OPENDATE,date_super,conversion,st,county,STRSTATE,type_store,LAT,LON,YEAR\n"
        + WALMART.stores().stream()
            .map(
                store -> {
                  LocalDate day = store.opened();
                  return walmartRow(
                      store, day.getMonthValue() + "/" + day.getDayOfMonth(), day.getYear());
                })
            .collect(Collectors.joining())
        + walmartRow(new Store(13, 1, Country.center(1), null, true, true), "2/31", 2003);
  }

  private static String walmartRow(Store store, String day, int year) {
    return String.join(
        ",",
        store.number() + "",
        day + "/" + (year + "").substring(2),
        ",",
        Integer.parseInt(Country.code(store.county()).substring(0, 2)) + "",
        Country.oldNumber(store.county()) + "",
        Country.state(store.county()),
        "Wal-Mart",
        store.at().latitudeText(),
        store.at().longitudeText(),
        year + "\n");
  }
}
