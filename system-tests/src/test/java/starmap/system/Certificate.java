package starmap.system;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/**
 * A certificate that a server on loopback gives to itself, in files as Redis and Spring read them.
 *
 * @param chain the certificate
 * @param key its private key
 */
record Certificate(Path chain, Path key) {
  private static final String NAME = "redis";
  private static final String PASSWORD = "changeit";

  static Certificate create(Path folder) throws IOException, InterruptedException {
    var file = folder.resolve(NAME + ".p12");
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            NAME,
            "-keyalg",
            "EC",
            "-dname",
            "CN=localhost",
            "-ext",
            "san=ip:127.0.0.1",
            "-storetype",
            "PKCS12",
            "-keystore",
            file.toString(),
            "-storepass",
            PASSWORD);
    var process = new ProcessBuilder(command).inheritIO().start();
    if (process.waitFor() != 0) {
      throw new IOException("keytool ended with " + process.exitValue());
    }
    try {
      var store = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
      var key = store.getKey(NAME, PASSWORD.toCharArray()).getEncoded();
      return new Certificate(
          write(
              folder.resolve("redis.crt"), "CERTIFICATE", store.getCertificate(NAME).getEncoded()),
          write(folder.resolve("redis.key"), "PRIVATE KEY", key));
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private static Path write(Path file, String what, byte[] content) throws IOException {
    var lines = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(content);
    return Files.writeString(
        file, "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, lines, what));
  }
}
