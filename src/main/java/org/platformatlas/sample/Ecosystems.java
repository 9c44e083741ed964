package org.platformatlas.sample;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Companies that six platforms bought from 2008 to 2017, two a year each, and a round of
 * investment, in the layouts of their publishers. Until 2012 every platform keeps to a category of
 * its own; from 2013 on every second company that any of them buys makes software.
 */
final class Ecosystems {
  static final String ACQUISITIONS = "industry/tech-giants-acquisitions/Acquisitions.csv";
  static final String INVESTMENTS = "industry/crunchbase-2013-investments/investments.csv";
  static final int LAST_YEAR = 2017;

  private static final String COMPANIES =
      "industry/tech-giants-acquisitions/Acquired Tech Companies.csv";
  private static final String ACQUIRERS =
      "industry/tech-giants-acquisitions/Acquiring Tech Companies.csv";
  private static final String CATEGORIES = "industry/crunchbase-categories/category_groups.csv";
  private static final String INDEX = "industry/sp500/constituents.csv";
  private static final int FIRST_YEAR = 2008;
  private static final int SOFTWARE_FROM = 2013;

  /** The platforms and what each buys. */
  private static final Map<String, String> OWN = new LinkedHashMap<>();

  static {
    OWN.put("Alpha", "Social Media");
    OWN.put("Beta", "Online Shopping");
    OWN.put("Gamma", "Mobile Games");
    OWN.put("Delta", "Cloud Storage");
    OWN.put("Epsilon", "Freight");
    OWN.put("Zeta", "Robots");
  }

  static final List<Fault> FAULTS =
      List.of(
          new Fault(
              ACQUISITIONS,
              "an extra row whose price is 'a lot'; one dated in 1905, as a spreadsheet shows the"
                  + " number of a year; one of the year 2104",
              "the first is quarantined; of the second the year counts, of the third the date"),
          new Fault(
              INVESTMENTS,
              "an extra row without a date",
              "the row is quarantined; the round's other rows count"));

  private Ecosystems() {}

  /** The files by their names, under the landing folder. */
  static Map<String, String> files() {
    return Map.of(
        ACQUISITIONS,
        acquisitions(),
        COMPANIES,
        companies(),
        ACQUIRERS,
        acquirers(),
        INVESTMENTS,
        INVESTMENT_ROWS,
        CATEGORIES,
        CATEGORY_ROWS,
        INDEX,
        INDEX_ROWS);
  }

  private static String acquisitions() {
    return "Acquisitions ID,Acquired Company,Acquiring Company,Year of acquisition announcement,"
        + "Deal announced on,Price,Status,Terms,Acquisition Profile,News,News Link\n"
        + everyYear(
            (platform, year) ->
                acquisition(platform, year, 1, "Undisclosed amount")
                    + acquisition(platform, year, 2, "\"$120,000,000\""))
        + row("Alpha", "Alpha 2017 3", 2017, "1/06/2017", "a lot");
  }

  private static String acquisition(String platform, int year, int number, String price) {
    String company = company(platform, year, number);
    if (company.equals("Alpha 2008 1")) {
      return row(platform, company, year, "30/06/1905", price);
    }
    // The first act of a year says its month, the second its day.
    String date = (number == 1 ? "1/03/" : "15/09/") + year;
    return row(platform, company, company.equals("Beta 2014 2") ? 2104 : year, date, price);
  }

  private static String row(String platform, String company, int year, String date, String price) {
    return String.join(
        ",",
        id(platform, company, year),
        company,
        platform,
        year + "",
        date,
        price,
        "Complete,Cash,,,\n");
  }

  private static String id(String platform, String company, int year) {
    return platform + " acquired " + company + " in " + year;
  }

  private static String company(String platform, int year, int number) {
    return platform + " " + year + " " + number;
  }

  private static String companies() {
    return "Company,Market Categories,Country (HQ),Acquired by,Acquisitions ID\n"
        + everyYear((platform, year) -> company(platform, year, 1, OWN.get(platform)))
        + everyYear(
            (platform, year) ->
                company(platform, year, 2, year < SOFTWARE_FROM ? OWN.get(platform) : "Software"));
  }

  private static String company(String platform, int year, int number, String category) {
    String company = company(platform, year, number);
    return String.join(
        ",",
        company,
        '"' + category + '"',
        "Germany",
        platform,
        id(platform, company, year) + "\n");
  }

  private static String acquirers() {
    return "Acquiring Company,Market Categories,Country (HQ)\n"
        + OWN.entrySet().stream()
            .map(platform -> platform.getKey() + "," + platform.getValue() + ",Germany\n")
            .collect(Collectors.joining());
  }

  private interface Act {
    String row(String platform, int year);
  }

  private static String everyYear(Act act) {
    return OWN.keySet().stream()
        .flatMap(
            platform ->
                IntStream.rangeClosed(FIRST_YEAR, LAST_YEAR)
                    .mapToObj(year -> act.row(platform, year)))
        .collect(Collectors.joining());
  }

  /** A round of two investors is one deal; an investor that is no platform's stands as it is. */
  private static final String INVESTMENT_ROWS =
      """
      company_name,investor_name,funded_when,amount_usd
      Tinkers,Zeta,2016-02-03,8000000
      Tinkers,Some Fund,2016-02-03,8000000
      Sawmill,Zeta,2017-05-06,2000000
      Undated,Some Fund,,1000000
      """;

  private static final String CATEGORY_ROWS =
      """
      uuid,category_name,category_group_list
      1,social media,internet services|media and entertainment
      2,online shopping,commerce and shopping
      3,mobile games,gaming|mobile
      4,cloud storage,information technology
      5,freight,transportation
      6,robots,manufacturing
      7,software,software
      """;

  private static final String INDEX_ROWS =
      """
      Symbol,Security,GICS Sector,GICS Sub-Industry,Headquarters Location,Date added,CIK,Founded
      SAW,Sawmill,Materials,Paper,"Freiburg, Germany",2001-02-03,1,1888
      SOFT,Softworks (Class A),Information Technology,Software,"Berlin, Germany",2011-02-03,2,2001
      """;
}
