package starmap.api.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.autoconfigure.web.WebProperties;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.stereotype.Component;
import org.springframework.util.DigestUtils;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Serves the page. A browser keeps its files and asks each time whether they are still the same, so
 * that another version is there at once after an update.
 */
@Component
class PageFiles implements WebMvcConfigurer {
  private final String[] locations;
  private final Map<Version, String> tags = new ConcurrentHashMap<>();

  /** The content of a file up to a change. */
  private record Version(String address, long changed) {}

  PageFiles(WebProperties properties) {
    locations = properties.getResources().getStaticLocations();
  }

  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    registry
        .addResourceHandler("/**")
        .addResourceLocations(locations)
        .setCacheControl(CacheControl.noCache())
        .setEtagGenerator(this::tag);
  }

  /** A weak one, because it is the same for the packed and the plain form. */
  private String tag(Resource file) {
    try {
      var version = new Version(file.getURL().toString(), file.lastModified());
      return tags.computeIfAbsent(version, _ -> hash(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hash(Resource file) {
    try (var content = file.getInputStream()) {
      return "W/\"" + DigestUtils.md5DigestAsHex(content) + "\"";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
