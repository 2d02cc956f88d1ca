package starmap.standalone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports on loopback. */
final class Ports {
  /** Where people look for Starmap. */
  static final int DEFAULT = 8080;

  /** The system chooses. */
  static final int ANY = 0;

  private Ports() {}

  /**
   * The port asked for, which must be free; without one the default, or any while that is taken.
   */
  static int choose(int wanted) {
    if (wanted < 0) {
      return isFree(DEFAULT) ? DEFAULT : ANY;
    }
    if (wanted != ANY && !isFree(wanted)) {
      throw new StartException(
          "port " + wanted + " is taken by another program: choose one with --port");
    }
    return wanted;
  }

  private static boolean isFree(int port) {
    try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
