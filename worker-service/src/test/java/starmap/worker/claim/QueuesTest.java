package starmap.worker.claim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import starmap.store.JobStore;

class QueuesTest {
  private static final long SECOND = 1_000_000_000;

  private final AtomicLong nanos = new AtomicLong();
  private final Set<String> sources = new TreeSet<>(Set.of("a.py@1", "b.py@1"));
  private final Map<String, Runnable> heard = new HashMap<>();
  private final Bell bell = new Bell();
  private final Queues queues =
      new Queues(
          () -> sources,
          (source, listener) -> {
            heard.put(source, listener);
            return () -> heard.remove(source);
          },
          nanos::get);

  @Test
  void allQueuesAreLookedAtOnceASecondAndEmptyOnesNotInBetween() {
    assertThat(look()).containsExactly("a.py@1", "b.py@1");
    assertThat(look()).isEmpty();
    nanos.addAndGet(SECOND);
    assertThat(look()).containsExactly("a.py@1", "b.py@1");
  }

  @Test
  void whatHadMoreIsLookedAtUntilItIsEmpty() {
    look("b.py@1");
    assertThat(look("b.py@1")).containsExactly("b.py@1");
    assertThat(look()).containsExactly("b.py@1");
    assertThat(look()).isEmpty();
  }

  @Test
  void whatRingsIsLookedAtNext() {
    look();
    long rung = bell.count();
    heard.get("a.py@1").run();
    assertThat(bell.count()).isEqualTo(rung + 1);
    assertThat(look()).containsExactly("a.py@1");
  }

  @Test
  void aHintThatComesDuringALookIsNotForgotten() {
    var look = queues.next(bell);
    heard.get("a.py@1").run();
    queues.seen(look, round());
    assertThat(look()).containsExactly("a.py@1");
  }

  @Test
  void sourcesComeAndGo() {
    look("a.py@1", "b.py@1");
    sources.remove("a.py@1");
    sources.add("c.py@1");
    nanos.addAndGet(SECOND);

    assertThat(look("b.py@1", "c.py@1")).containsExactly("b.py@1", "c.py@1");
    assertThat(heard).containsOnlyKeys("b.py@1", "c.py@1");
    assertThat(look()).containsExactlyInAnyOrder("b.py@1", "c.py@1");
  }

  private List<String> look(String... more) {
    var look = queues.next(bell);
    queues.seen(look, round(more));
    return look.names();
  }

  private static JobStore.Round round(String... more) {
    return new JobStore.Round(List.of(), List.of(), false, List.of(more));
  }
}
