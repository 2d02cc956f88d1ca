package starmap.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Waits for several answers as for one. */
final class Stages {
  private Stages() {}

  /** All answers in order, once the last one is there; a failure where one of them failed. */
  static <T> CompletionStage<List<T>> all(List<CompletionStage<T>> stages) {
    CompletionStage<List<T>> all = CompletableFuture.completedStage(new ArrayList<>());
    for (var stage : stages) {
      all =
          all.thenCombine(
              stage,
              (list, one) -> {
                list.add(one);
                return list;
              });
    }
    return all;
  }
}
