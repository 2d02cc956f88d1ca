package starmap.worker.folder;

import java.nio.file.Path;

/** A process that takes a copy of a file, as a worker does that starts on the same machine. */
final class AnotherWorker {
  private AnotherWorker() {}

  /** Takes a copy of the file that an argument names. */
  public static void main(String[] arguments) throws Exception {
    try (var copies = new Copies()) {
      System.out.println(copies.take(CopiesTest.entry(Path.of(arguments[0]))).version());
    }
  }
}
