package starmap.store;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What a failure of Redis or of the way to it means for Starmap; the table is in {@code
 * docs/protocol.md}.
 */
final class RedisFailures {
  private static final List<String> FULL = List.of("OOM", "MISCONF");
  private static final List<String> DENIED = List.of("NOAUTH", "NOPERM", "WRONGPASS");

  /** Whoever may run a script, but not all that is in it; Redis 6.2 and 7.0, and later ones. */
  private static final List<String> DENIED_INSIDE =
      List.of("The user executing the script can't", "ACL failure in script");

  private static final List<String> ELSEWHERE = List.of("READONLY", "MOVED", "ASK", "TRYAGAIN");
  private static final List<String> AWAY =
      List.of("LOADING", "BUSY", "CLUSTERDOWN", "MASTERDOWN", "UNKILLABLE", "NOREPLICAS");

  /** So Lettuce says, and has no type for it. */
  private static final String TERMINATED = "executor group is terminated";

  private RedisFailures() {}

  static StoreException translate(Throwable failure) {
    var cause = unwrap(failure);
    if (cause instanceof StoreException known) {
      return known;
    }
    var message = message(reply(cause));
    if (answers(message, FULL)) {
      return new StoreException.Full(message, cause);
    }
    if (answers(message, DENIED)) {
      return new StoreException.Denied(message, cause);
    }
    if (DENIED_INSIDE.stream().anyMatch(message::contains)) {
      return new StoreException.Denied(message + "; ACL LOG of Redis names what", cause);
    }
    if (isShutDown(cause)) {
      return new StoreException.Unavailable("this process is shutting down", cause);
    }
    if (isWayBroken(cause) || isElsewhere(cause) || answers(message, AWAY)) {
      return new StoreException.Unavailable(message, cause);
    }
    // no condition of the server but a mistake of ours, which must not be retried for ever
    throw new IllegalStateException("Redis rejected a call: " + message, cause);
  }

  /**
   * Whether to leave the connection: nothing more is to be expected from it, or it leads to a
   * server that is no master any more, or it must be authenticated again.
   */
  static boolean wantsNewConnection(Throwable failure) {
    var cause = unwrap(failure);
    return isWayBroken(cause)
        || isElsewhere(cause)
        || answers(message(cause), List.of("NOAUTH", "CLUSTERDOWN", "MASTERDOWN"));
  }

  /**
   * Whether the server refused because another one is the master, or will be in a moment; nothing
   * was carried out.
   */
  static boolean isElsewhere(Throwable failure) {
    var cause = unwrap(failure);
    return cause instanceof RedisCommandExecutionException && answers(message(cause), ELSEWHERE);
  }

  /** Whether the server did answer, if only that it refused. */
  static boolean isAnswer(Throwable failure) {
    return unwrap(failure) instanceof RedisCommandExecutionException;
  }

  /** Whether there was no answer in time. */
  static boolean isTimeout(Throwable failure) {
    var cause = unwrap(failure);
    return cause instanceof TimeoutException || cause instanceof RedisCommandTimeoutException;
  }

  /** The client's own threads have ended, which they do at the end of the process. */
  private static boolean isShutDown(Throwable cause) {
    return cause instanceof RejectedExecutionException
        || (cause instanceof IllegalStateException && message(cause).contains(TERMINATED));
  }

  /** An error reply leaves the way as it was. */
  private static boolean isWayBroken(Throwable cause) {
    return cause instanceof TimeoutException
        || cause instanceof InterruptedException
        || cause instanceof CancellationException
        || cause instanceof IOException
        || (cause instanceof RedisException && !(cause instanceof RedisCommandExecutionException));
  }

  /** Where connecting failed because of what the server answered, that answer. */
  private static Throwable reply(Throwable cause) {
    for (Throwable one = cause; one != null; one = one.getCause()) {
      if (one instanceof RedisCommandExecutionException) {
        return one;
      }
    }
    return cause;
  }

  /** Scripts prefix what a command inside them answered. */
  private static boolean answers(String message, List<String> words) {
    return words.stream()
        .anyMatch(
            word -> (message + " ").startsWith(word + " ") || message.contains("-" + word + " "));
  }

  private static Throwable unwrap(Throwable failure) {
    var cause = failure;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static String message(Throwable cause) {
    if (isTimeout(cause)) {
      return "Redis did not answer in time";
    }
    @Nullable String message = cause.getMessage();
    var text = message == null ? cause.getClass().getSimpleName() : message;
    return cause instanceof RedisConnectionException ? text + why(cause) : text;
  }

  /** What the network, or TLS, said to an attempt to connect. */
  private static String why(Throwable cause) {
    var why = "";
    for (var one = cause.getCause(); one != null; one = one.getCause()) {
      why = ": " + one.getMessage();
    }
    return why;
  }
}
