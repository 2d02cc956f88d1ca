package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private static final Duration LONG = Duration.ofHours(1);

  @Test
  void onlySoManyCallsAreOnTheirWayAndEveryCallerHasATurn() throws Exception {
    var turns = new Turns(2, LONG);
    var sent = new LinkedBlockingQueue<CompletableFuture<String>>();
    var onTheirWay = new AtomicInteger();
    var callers = new ArrayList<Future<CompletionStage<String>>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        callers.add(threads.submit(() -> turns.take(() -> send(sent, onTheirWay))));
      }
      for (int i = 0; i < 50; i++) {
        var call = sent.take();
        assertThat(onTheirWay.getAndDecrement()).isBetween(1, 2);
        call.complete("answer");
      }
      for (var caller : callers) {
        assertThat(caller.get().toCompletableFuture().get()).isEqualTo("answer");
      }
    }
  }

  @Test
  void callersGiveUpWhereNobodyIsAnswered() throws Exception {
    var turns = new Turns(1, Duration.ofMillis(1));
    var _ = turns.take(CompletableFuture::new);

    assertThatThrownBy(() -> turns.take(CompletableFuture::new))
        .isInstanceOf(TimeoutException.class);
  }

  @Test
  void callThatCannotBeSentGivesItsTurnBack() throws Exception {
    var turns = new Turns(1, LONG);
    Supplier<CompletionStage<String>> broken =
        () -> {
          throw new IllegalStateException("closed");
        };

    assertThatThrownBy(() -> turns.take(broken)).hasMessage("closed");

    assertThat(turns.take(() -> CompletableFuture.completedStage("answer"))).isNotNull();
  }

  @Test
  void callThatFailsGivesItsTurnBack() throws Exception {
    var turns = new Turns(1, LONG);
    var _ = turns.take(() -> CompletableFuture.failedStage(new IllegalStateException("lost")));

    assertThat(turns.take(() -> CompletableFuture.completedStage("answer"))).isNotNull();
  }

  private static CompletionStage<String> send(
      LinkedBlockingQueue<CompletableFuture<String>> sent, AtomicInteger onTheirWay) {
    onTheirWay.incrementAndGet();
    var call = new CompletableFuture<String>();
    sent.add(call);
    return call;
  }
}
