package org.platformatlas.sample;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An economy of four industries in 2016 and 2017, whose manufacturing comes to buy twice as much of
 * data processing, with its classification and a census of its largest firms, in the layouts of
 * their publishers.
 */
final class Industries {
  static final String CENSUS = "industry/census-concentration/EC1700SIZECONCEN.dat";

  /** What manufacturing buys of all and, in 2017, of data processing. */
  static final double INPUTS = 152;

  static final double DIGITAL_INPUTS = 20;

  static final List<Fault> FAULTS =
      List.of(
          new Fault(
              CENSUS,
              "receipts of 0 with flag D, and an index of 0 with flag D",
              "they are missing, not 0; bounds of the index hold"),
          new Fault(
              CENSUS,
              "an extra row whose industry is 'n/a'",
              "the row is quarantined; the other industries count"));

  private static final String TABLES = "industry/us-io/csv/";

  private Industries() {}

  /** The files by their names, under the landing folder. */
  static Map<String, String> files() {
    return Map.of(
        TABLES + "Summary_Use_2016_PRO_BeforeRedef_17sch.csv",
        String.format(Locale.ROOT, USE, 40, 50, 60, 50, 10, 30, 65, 70),
        TABLES + "Summary_Use_2017_PRO_BeforeRedef_17sch.csv",
        String.format(Locale.ROOT, USE, 30, 40, 70, 60, 20, 40, 55, 60),
        TABLES + "Summary_IndustryCodeName_2017.csv",
        NAMES,
        TABLES + "MasterCrosswalk2017.csv",
        CROSSWALK,
        CENSUS,
        census(),
        "industry/naics/naics.txt",
        "NAICS|DESCRIPTION\n------|Total\n51----|Information|\n514191|On-line information svcs|\n",
        "industry/naics/NAICS2002.txt",
        "NAICS|DESCRIPTION\n------|Total\n51----|Information\n516110|Internet Publishing\n",
        "industry/naics/NAICS2007.txt",
        "NAICS|DESCRIPTION\n------|Total\n51----|Information|\n519130|Publishing| portals\n");
  }

  private static final String USE =
      """
      ,111CA,331,42,514,Total Intermediate,F010,F040,F050,Total Final Uses (GDP),Total Commodity Output
      111CA,10,%d,0,0,%d,%d,10,-20,%d,100
      331,20,80,10,10,120,90,20,-30,80,200
      42,5,20,5,10,40,60,0,0,60,100
      514,5,%d,5,10,%d,%d,10,-5,%d,100
      Used,0,2,0,0,2,-2,0,0,-2,0
      Total Intermediate,40,152,20,30,242,273,40,-55,258,500
      V001,30,28,40,40,138,0,0,0,0,0
      V002,5,3,10,5,23,0,0,0,0,0
      V003,25,17,30,25,97,0,0,0,0,0
      Total Value Added,60,48,80,70,258,0,0,0,0,0
      Total Industry Output,100,200,100,100,500,0,0,0,0,0
      """;

  private static final String NAMES =
      """
      ,BEA_2017_Summary_Industry_Code,BEA_2017_Summary_Industry_Name
      1,111CA,Farms
      2,331,Manufacturing
      3,42,Trade
      4,514,"Data processing, publishing and portals"
      """;

  private static final String CROSSWALK =
      """
      ,BEA_2017_Sector_Code,BEA_2017_Summary_Code,BEA_2017_Detail_Code,NAICS_2017_Code,NAICS_2012_Code
      1,11,111CA,111000,11,11
      2,31G,331,331000,33,33
      3,31G,331,331000,334,334
      4,42,42,420000,44,44
      5,42,42,420000,48,48
      6,51,514,514000,51,51
      7,51,514,514000,5112,5112
      8,51,514,514000,518,518
      9,51,514,514000,519,519
      10,F010,F010,F01000,F010,
      """;

  private static String census() {
    return "#GEOTYPE|ST|GEO_TTL|SECTOR|NAICS2017|NAICS2017_TTL|TYPOP|CONCENFI|CONCENFI_TTL|YEAR|FIRM"
        + "|FIRM_F|ESTAB|ESTAB_F|RCPTOT|RCPTOT_F|PAYANN|PAYANN_F|EMP|EMP_F|VAL_PCT|VAL_PCT_F|HHI"
        + "|HHI_F\n"
        + List.of("31-33|Manufacturing", "334|Computers", "44-45|Retail trade", "5112|Software")
            .stream()
            .map(industry -> census(industry, 100, "200.0|", 1000, 200, 300, 500, 800))
            .collect(Collectors.joining())
        + census("518|Hosting", 12, "0|D", 16, 8, -1, 16, 16)
        + census("n/a|Unknown", 100, "0|D", 1000, 200, 300, 500, 800);
  }

  /** All firms and the largest; receipts below 0 are kept back. */
  private static String census(String industry, int firms, String hhi, int... receipts) {
    String[] classes = {"001|All firms", "604|4", "608|8", "620|20", "650|50"};
    return IntStream.range(0, classes.length)
        .mapToObj(
            i -> {
              boolean withheld = receipts[i] < 0;
              int size =
                  i == 0 ? firms : Math.min(firms, Integer.parseInt(classes[i].substring(4)));
              return String.join(
                  "|",
                  "01|00|United States",
                  industry.substring(0, 2),
                  industry,
                  "00",
                  classes[i] + (i == 0 ? "" : " largest firms"),
                  "2017",
                  withheld ? "0|D" : size + "|",
                  size + "|",
                  withheld ? "0|D" : receipts[i] + "|",
                  size + "|",
                  size + "|",
                  withheld ? "0|D" : 100.0 * receipts[i] / receipts[0] + "|",
                  (i == 4 ? hhi : "0|X") + "\n");
            })
        .collect(Collectors.joining());
  }
}
