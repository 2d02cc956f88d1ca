package starmap.store;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import starmap.chunk.Settlement;

/**
 * A store whose calls a listener hears. One method for all verbs, so that none can be forgotten;
 * next to a round trip to Redis the reflection costs nothing.
 */
final class HeardStore implements InvocationHandler {
  /** Give parts of a job that call Redis later, when they are read. */
  private static final Set<String> SILENT = Set.of("input", "ledger");

  private final JobStore store;
  private final StoreListener listener;

  private HeardStore(JobStore store, StoreListener listener) {
    this.store = store;
    this.listener = listener;
  }

  static JobStore of(JobStore store, StoreListener listener) {
    return (JobStore)
        Proxy.newProxyInstance(
            JobStore.class.getClassLoader(),
            new Class<?>[] {JobStore.class},
            new HeardStore(store, listener));
  }

  @Override
  public @Nullable Object invoke(
      Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    if (method.isDefault()) {
      return InvocationHandler.invokeDefault(proxy, method, arguments); // made of verbs
    }
    if (method.getDeclaringClass() == Object.class || SILENT.contains(method.getName())) {
      return call(method, arguments);
    }
    var verb = verb(method, arguments);
    var outcome = CallOutcome.ERROR;
    long begun = System.nanoTime();
    try {
      var answer = call(method, arguments);
      outcome = CallOutcome.OK;
      tell(arguments, answer);
      return answer;
    } catch (Throwable e) {
      outcome = CallOutcome.of(e);
      throw e;
    } finally {
      listener.called(verb, outcome, System.nanoTime() - begun);
    }
  }

  private @Nullable Object call(Method method, @Nullable Object @Nullable [] arguments)
      throws Throwable {
    try {
      return method.invoke(store, arguments);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }

  private void tell(@Nullable Object @Nullable [] arguments, @Nullable Object answer) {
    switch (answer) {
      case JobStore.Submitted job when job.submission() == JobStore.Submission.CREATED ->
          listener.submitted();
      case JobStore.Round round -> {
        listener.claimed(round.claimed());
        listener.settled(settlements(arguments), round.settled());
      }
      case JobStore.Extended extended -> listener.extended(extended.states());
      case null, default -> {
        // nobody listens to more
      }
    }
  }

  private static String verb(Method method, @Nullable Object @Nullable [] arguments) {
    if (!method.getName().equals("settleAndClaim")) {
      return method.getName();
    }
    boolean settles = !settlements(arguments).isEmpty();
    boolean claims = arguments != null && arguments[1] != null;
    return settles && claims ? "settle_claim" : settles ? "settle" : "claim";
  }

  @SuppressWarnings("unchecked") // as settleAndClaim declares it
  private static List<Settlement> settlements(@Nullable Object @Nullable [] arguments) {
    return arguments == null || arguments[0] == null ? List.of() : (List<Settlement>) arguments[0];
  }
}
