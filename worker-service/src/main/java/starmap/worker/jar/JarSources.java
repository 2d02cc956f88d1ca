package starmap.worker.jar;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.zip.ZipFile;
import starmap.function.ItemFunction;
import starmap.worker.function.FunctionFile;
import starmap.worker.function.FunctionSource;
import starmap.worker.function.JavaSource;
import starmap.worker.function.SourceFactory;

/** Loads plug-in jars, whose functions are found as services. */
public final class JarSources implements SourceFactory {
  private static final String SERVICES = "META-INF/services/" + ItemFunction.class.getName();

  @Override
  public boolean accepts(String fileName, boolean executable) {
    return fileName.toLowerCase(Locale.ROOT).endsWith(".jar");
  }

  @Override
  public FunctionSource open(FunctionFile file) throws Exception {
    if (file.manifest() != null) {
      throw new IllegalArgumentException(
          "a jar takes no manifest: remove %s, or rename it"
              .formatted(file.manifest().getFileName()));
    }
    requireJar(file.copy());
    var loader = new PluginLoader(file.source(), file.copy());
    try {
      return PluginSource.within(
          loader, () -> new PluginSource(JavaSource.of(file, functions(loader)), loader));
    } catch (Throwable e) {
      loader.close();
      throw e;
    }
  }

  private static void requireJar(Path jar) {
    try (var zip = new ZipFile(jar.toFile())) {
      if (zip.getEntry(SERVICES) == null) {
        throw new IllegalArgumentException(
            "the jar names no functions: list their classes in " + SERVICES);
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("this is no jar, or not all of it: " + e.getMessage(), e);
    }
  }

  @SuppressWarnings("rawtypes") // a ServiceLoader knows raw types only
  private static List<ItemFunction<?, ?>> functions(PluginLoader loader) {
    List<ItemFunction<?, ?>> functions = new ArrayList<>();
    var providers = ServiceLoader.load(ItemFunction.class, loader).stream().iterator();
    while (providers.hasNext()) { // says itself which class it does not find
      functions.add(created(providers.next()));
    }
    if (functions.isEmpty()) {
      throw new IllegalArgumentException(SERVICES + " of the jar names no class");
    }
    return functions;
  }

  @SuppressWarnings("rawtypes") // as above
  private static ItemFunction<?, ?> created(ServiceLoader.Provider<ItemFunction> provider) {
    try {
      return provider.get();
    } catch (ServiceConfigurationError e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      throw new IllegalArgumentException(
          "%s could not be created: %s"
              .formatted(provider.type().getName(), Objects.toString(cause)),
          e);
    }
  }
}
