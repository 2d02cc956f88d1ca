package starmap.helm;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The chart, and what Helm makes of it. */
final class Chart {
  static final Path HOME = Path.of(System.getProperty("starmap.home"));
  static final Path FOLDER = HOME.resolve("helm/starmap");
  static final String RELEASE = "demo";
  static final String NAMESPACE = "computing";

  private static final String KUBERNETES = "1.34.0";
  private static final Path WITH_HOOKS = copyWithHooks();
  private static final Map<List<Path>, List<Manifest>> RENDERED = new ConcurrentHashMap<>();

  private Chart() {}

  /** All objects of a release, and the pod of {@code helm test}. */
  static List<Manifest> render(Path... values) {
    return RENDERED.computeIfAbsent(
        List.of(values), files -> Manifest.parse(template(WITH_HOOKS, RELEASE, files)));
  }

  /** The same under another name. */
  static List<Manifest> renderAs(String release, Path... values) {
    return Manifest.parse(template(WITH_HOOKS, release, List.of(values)));
  }

  /** What {@code helm install} would tell. */
  static String notes(Path... values) {
    var install = new Helm(FOLDER).install().withName(RELEASE).withNamespace(NAMESPACE);
    List.of(values).forEach(install::withValuesFile);
    var output = install.withKubeVersion(KUBERNETES).clientOnly().dryRun().call().getOutput();
    return output.substring(output.indexOf("NOTES:"));
  }

  static LintResult lint(Path chart) {
    return new Helm(chart).lint().strict().call();
  }

  /** Makes {@code folder} a copy of the chart whose defaults are these values. */
  static Path copyWith(Path folder, Path... values) {
    copy(FOLDER, folder);
    try {
      var defaults = Yaml.read(FOLDER.resolve("values.yaml"));
      for (var file : values) {
        defaults = Yaml.merge(defaults, Yaml.read(file));
      }
      Files.writeString(folder.resolve("values.yaml"), Yaml.write(defaults));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String template(Path chart, String release, List<Path> values) {
    var template =
        new Helm(chart)
            .template()
            .withName(release)
            .withNamespace(NAMESPACE)
            .withKubeVersion(KUBERNETES);
    values.forEach(template::withValuesFile);
    return template.call();
  }

  /** The library leaves hooks out of what it renders, so here they are none. */
  private static Path copyWithHooks() {
    try {
      var folder = Files.createTempDirectory("starmap-chart");
      copy(FOLDER, folder);
      var test = folder.resolve("templates/tests/map.yaml");
      Files.writeString(test, Files.readString(test).replace("helm.sh/hook", "starmap/hook"));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(Path from, Path to) {
    try (var paths = Files.walk(from, FileVisitOption.FOLLOW_LINKS)) {
      for (var path : paths.filter(Files::isRegularFile).toList()) {
        var target = to.resolve(from.relativize(path).toString());
        Files.createDirectories(target.getParent());
        Files.copy(path, target);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
