package org.platformatlas.run;

import java.util.Map;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.platformatlas.job.ContractColumn;

/** Schemas whose columns say what they mean. */
final class Comments {
  private Comments() {}

  /** A schema from DDL, with a comment for every column. */
  static StructType schema(String ddl, Map<String, String> comments) {
    StructType schema = new StructType();
    for (StructField field : StructType.fromDDL(ddl).fields()) {
      String comment = comments.get(field.name());
      if (comment == null) {
        throw new IllegalArgumentException("Missing comment for column " + field.name());
      }
      schema = schema.add(field.withComment(comment));
    }
    return schema;
  }

  static StructField field(ContractColumn column) {
    return new StructField(
            column.name(), column.type(), true, org.apache.spark.sql.types.Metadata.empty())
        .withComment(column.comment());
  }
}
