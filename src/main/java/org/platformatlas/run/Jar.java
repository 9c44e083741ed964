package org.platformatlas.run;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Which program this is. */
final class Jar {
  private Jar() {}

  /** The version and the start of the SHA-256 of the jar, or {@code classes} outside a jar. */
  static String identity() {
    try {
      Path path = Path.of(Jar.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (!Files.isRegularFile(path)) {
        return "classes";
      }
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (InputStream in = Files.newInputStream(path)) {
        byte[] buffer = new byte[1 << 16];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          digest.update(buffer, 0, read);
        }
      }
      return path.getFileName() + " " + HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (IOException | URISyntaxException | NoSuchAlgorithmException e) {
      return "unknown";
    }
  }
}
