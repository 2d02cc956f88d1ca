package starmap.api.submit;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import starmap.chunk.Block;

/** The items of a body, cut into blocks as they arrive. */
interface Items extends Submission.Blocks {
  /** What is complete of the next block, if anything. */
  @Nullable Block early();

  /** Items count from {@code from}, and those before {@code to} are passed over. */
  void skip(long from, long to) throws IOException;
}
