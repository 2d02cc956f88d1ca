package starmap.meter;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The only tag whose values users make up: names of functions. So that nobody can fill the memory
 * of whoever scrapes us, a process tells so many names apart, and calls all further ones {@link
 * #OTHER}.
 */
public final class FunctionTag {
  /** Most names. */
  public static final int MOST = 100;

  /** Stands for all further ones. */
  public static final String OTHER = "other";

  private final Set<String> known = ConcurrentHashMap.newKeySet();

  /** The name without its version, as a version is born with each change of a file. */
  public String of(String pinned) {
    int at = pinned.indexOf('@');
    var name = at < 0 ? pinned : pinned.substring(0, at);
    if (known.contains(name)) {
      return name;
    }
    synchronized (known) {
      return known.size() < MOST && known.add(name) ? name : OTHER;
    }
  }
}
