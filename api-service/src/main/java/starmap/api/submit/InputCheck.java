package starmap.api.submit;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import starmap.api.function.FunctionCatalog;
import starmap.argument.ItemCheck;
import starmap.chunk.Block;
import starmap.job.Input;
import starmap.job.JobSpec;
import starmap.job.Mode;
import starmap.job.NewJob;
import starmap.job.OnError;
import starmap.wire.Json;

/**
 * Checks arguments before a job is accepted, where they are at hand: constants, generated inputs,
 * and the items of short bodies. What it passes over fails in the worker, item by item. A job that
 * collects errors wants just that of its items.
 */
@Component
public class InputCheck {
  /** Input of so many bytes is in memory as a whole, and is checked in no time. */
  private static final int SHORT = 64 * 1024;

  private final FunctionCatalog functions;

  InputCheck(FunctionCatalog functions) {
    this.functions = functions;
  }

  /** The same blocks. Short ones are read at once; {@code pointer} is that of an item. */
  public Submission.Blocks items(NewJob job, LongFunction<String> pointer, Submission.Blocks blocks)
      throws IOException {
    var check = job.options().onError() == OnError.COLLECT ? null : of(job.spec());
    if (check == null) {
      return blocks;
    }
    var read = new ArrayDeque<Block>();
    long bytes = 0;
    var block = blocks.next();
    while (block != null) {
      read.add(block);
      bytes += block.items().length;
      if (bytes > SHORT) {
        return () -> read.isEmpty() ? blocks.next() : read.poll();
      }
      block = blocks.next();
    }
    var wrong = new WrongArguments();
    read.forEach(one -> items(one, check, pointer, wrong));
    wrong.refuse();
    return read::poll;
  }

  private static void items(
      Block block, ItemCheck check, LongFunction<String> pointer, WrongArguments wrong) {
    long index = block.start();
    for (var item : Json.MAPPER.readTree(block.items())) {
      if (wrong.isFull()) {
        return;
      }
      wrong.add(check.check(item), pointer.apply(index), index);
      index++;
    }
  }

  /** Refuses a job with wrong constants or, where it does not collect errors, a wrong input. */
  void options(NewJob job) {
    var check = of(job.spec());
    if (check == null) {
      return;
    }
    var wrong = new WrongArguments();
    wrong.add(check.constants(), "/constants", WrongArguments.NO_ITEM);
    wrong.refuse();
    if (job.options().onError() != OnError.COLLECT
        && job.total() > 0
        && job.spec().input() instanceof Input.Generated input) {
      new GeneratedCheck(check, wrong).check(input, job.total());
      wrong.refuse();
    }
  }

  private @Nullable ItemCheck of(JobSpec spec) {
    // calls name their functions in each item, and a name that nobody has is looked up anew
    var function = spec.mode() == Mode.CALLS ? null : functions.find(spec.function()).orElse(null);
    var schema = function == null ? null : functions.schema(function);
    return function == null || schema == null
        ? null
        : ItemCheck.of(schema, function.signature().parameters(), spec);
  }
}
