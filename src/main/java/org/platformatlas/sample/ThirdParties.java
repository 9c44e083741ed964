package org.platformatlas.sample;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Services that load on sites, and what three lists say of their owners, in the layouts of their
 * publishers: of three services the last, "tag", is another company's from the second dump on; a
 * list puts one service's domain with a shop, which is another company's.
 */
final class ThirdParties {
  static final String DUMPS = "traffic/whotracksme-trackerdb/trackerdb-2017-";
  static final String SETS =
      "traffic/ownership-related-website-sets/related_website_sets-2017-10-10.json";
  static final String SHARED =
      "traffic/ownership-apple-shared-credentials/shared-credentials-2017-11-15.json";

  /** The services by reach. */
  static final Map<String, Double> REACH = Map.of("meter", .5, "pixel", .25, "tag", .125);

  /** The first month, June 2017, that ends with "tag" under its second owner. */
  static final int SOLD = 5;

  static final List<Fault> FAULTS =
      List.of(
          new Fault(
              DUMPS + "06-15.sql",
              "a row that has a value too few, of a company that owns nothing",
              "the statement is quarantined; the dump's other rows count"));

  private ThirdParties() {}

  /** The services of one month. */
  static String services(String month) {
    return REACH.keySet().stream()
        .sorted()
        .map(service -> month + ",global," + service + "," + REACH.get(service) + "\n")
        .collect(Collectors.joining("", "month,country,tracker,reach\n", ""));
  }

  /** The lists by their files, under the landing folder. */
  static Map<String, String> files() {
    return Map.of(
        DUMPS + "01-15.sql",
        dump("beta", 0),
        DUMPS + "06-15.sql",
        dump("alpha", 7).replace("COMMIT;", "INSERT INTO \"companies\" VALUES('few');\nCOMMIT;"),
        DUMPS + "12-15.sql",
        dump("alpha", 3),
        SETS,
        SET_ROWS,
        SHARED,
        SHARED_ROWS);
  }

  /**
   * @param owner of "tag"
   * @param category the number of the one category, which every dump chooses anew
   */
  private static String dump(String owner, int category) {
    Stream<String> services = REACH.keySet().stream().sorted();
    return """
        BEGIN TRANSACTION;
        CREATE TABLE categories(
            id INTEGER PRIMARY KEY,
            name TEXT UNIQUE
        );
        INSERT INTO "categories" VALUES(%s,'site_analytics');
        CREATE TABLE "companies" (
        \t`id`\tTEXT NOT NULL UNIQUE,
        \t`name`\tTEXT NOT NULL,
        \t`description`\tTEXT
        );
        INSERT INTO "companies" VALUES('alpha','Alpha','What''s it to you; (nothing),
        -- and so on');
        INSERT INTO "companies" VALUES('beta','Beta',NULL);
        CREATE TABLE "trackers" (id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, \
        category_id INTEGER, company_id TEXT, FOREIGN KEY (company_id) REFERENCES companies (id));
        INSERT INTO "trackers" VALUES('nobodys','Nobody''s',%s,NULL);
        INSERT INTO "trackers" VALUES('shop','The shop',%s,'beta');
        """
            .formatted(category + "", category + "", category + "")
        + services
            .map(
                service ->
                    "INSERT INTO \"trackers\" VALUES('%s','%s',%s,'%s');\n"
                        .formatted(
                            service,
                            service,
                            category + "",
                            service.equals("tag") ? owner : "alpha"))
            .collect(Collectors.joining())
        + """
        CREATE TABLE tracker_domains (tracker TEXT NOT NULL, domain TEXT UNIQUE NOT NULL);
        INSERT INTO "tracker_domains" VALUES('pixel','pixel.example');
        INSERT INTO "tracker_domains" VALUES('tag','tag.example');
        INSERT INTO "tracker_domains" VALUES('nobodys','nobodys.example');
        INSERT INTO "tracker_domains" VALUES('shop','shop.example');
        COMMIT;
        """;
  }

  private static final String SET_ROWS =
      """
      {
        "sets": [
          {
            "contact": "somebody@shop.example",
            "primary": "https://shop.example",
            "associatedSites": ["https://pixel.example"],
            "rationaleBySite": {"https://pixel.example": "It counts the shop's visitors."},
            "ccTLDs": {"https://shop.example": ["https://shop.example.de"]}
          }
        ]
      }
      """;

  private static final String SHARED_ROWS =
      """
      [
        {"shared": ["pixel.example", "tag.example"]},
        {"from": ["old.example"], "to": ["nobodys.example"]}
      ]
      """;
}
