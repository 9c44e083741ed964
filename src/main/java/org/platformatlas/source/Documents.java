package org.platformatlas.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.api.java.UDF1;

/**
 * The JSON objects of a text, each as its values' own texts: {@code 1.50} stays so, where Spark's
 * {@code from_json} reads a double and writes it anew. A text that is not wholly one object (or, of
 * a whole file, one array of them) is one null.
 *
 * @param arrays whether the text may be an array
 */
record Documents(boolean arrays) implements UDF1<String, List<Map<String, String>>> {
  private static final long serialVersionUID = 1L;
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(com.fasterxml.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  @Override
  public List<Map<String, String>> call(String text) {
    List<Map<String, String>> documents = new ArrayList<>();
    try (JsonParser parser = FACTORY.createParser(text)) {
      JsonToken first = parser.nextToken();
      if (arrays && first == JsonToken.START_ARRAY) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          documents.add(document(parser, text));
        }
      } else {
        documents.add(document(parser, text));
      }
      if (parser.nextToken() == null) {
        return documents;
      }
    } catch (IOException e) {
      // The text itself is what can be said of it.
    }
    documents.clear();
    documents.add(null);
    return documents;
  }

  private static Map<String, String> document(JsonParser parser, String text) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new IOException("no object");
    }
    Map<String, String> document = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      document.put(name, value(parser, text));
    }
    return document;
  }

  private static String value(JsonParser parser, String text) throws IOException {
    if (!parser.currentToken().isStructStart()) {
      return parser.currentToken() == JsonToken.VALUE_NULL ? null : parser.getText();
    }
    int start = (int) parser.currentTokenLocation().getCharOffset();
    parser.skipChildren();
    return text.substring(start, (int) parser.currentLocation().getCharOffset());
  }
}
