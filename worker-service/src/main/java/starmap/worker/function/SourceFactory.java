package starmap.worker.function;

/** Makes functions of one kind of file. */
public interface SourceFactory {
  /** Whether a file of this name, executable or not, is of the kind. */
  boolean accepts(String fileName, boolean executable);

  /**
   * Loads a file, and tries whatever can be tried before the first item comes.
   *
   * @throws Exception with a message that tells whoever put the file there what is wrong with it
   */
  FunctionSource open(FunctionFile file) throws Exception;
}
