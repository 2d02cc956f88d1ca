package starmap.worker.scratch;

import java.util.concurrent.TimeUnit;

/** A process with a folder, which is there to be killed. */
final class Owner {
  private Owner() {}

  /** Makes a folder with the prefix that an argument names, says where it is, and waits. */
  public static void main(String[] arguments) throws Exception {
    try (var folder = ScratchFolder.create(arguments[0])) {
      System.out.println(folder.path());
      TimeUnit.DAYS.sleep(1);
    }
  }
}
