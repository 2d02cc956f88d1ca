package starmap.worker.jar;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import starmap.function.ItemFunction;

/** Loads a plug-in's own classes, the JDK's, and the function API: nothing else of the worker. */
final class PluginLoader extends URLClassLoader {
  private static final ClassLoader VISIBLE = new Visible();

  PluginLoader(String name, Path jar) throws MalformedURLException {
    super(name, new URL[] {jar.toUri().toURL()}, VISIBLE);
  }

  /**
   * What a plug-in sees of the worker. Its own copy of the API, should it bring one, is ignored.
   */
  private static final class Visible extends ClassLoader {
    private static final String API = ItemFunction.class.getPackageName() + ".";

    Visible() {
      super("starmap-function-api", getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (name.startsWith(API) && name.indexOf('.', API.length()) < 0) {
        return Class.forName(name, false, ItemFunction.class.getClassLoader());
      }
      throw new ClassNotFoundException(name);
    }
  }
}
