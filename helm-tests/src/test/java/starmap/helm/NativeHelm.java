package starmap.helm;

import com.marcnuri.helm.Helm;

/** Whether Helm's native library runs here: there is one for Linux, macOS and Windows. */
final class NativeHelm {
  private static final boolean RUNS = tryIt();

  private NativeHelm() {}

  static boolean runs() {
    return RUNS;
  }

  private static boolean tryIt() {
    try {
      System.err.println("The chart is tested with Helm " + Helm.version().call());
      return true;
    } catch (Throwable e) { // no library for this machine, or one that does not fit it
      System.err.println(
          "\n*** THE CHART IS NOT TESTED: Helm's native library cannot run on this machine ("
              + System.getProperty("os.name")
              + ", "
              + System.getProperty("os.arch")
              + "): "
              + e
              + " ***\n");
      return false;
    }
  }
}
