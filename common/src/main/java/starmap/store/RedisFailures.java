package starmap.store;

import io.lettuce.core.RedisException;
import io.lettuce.core.RedisReadOnlyException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * What a failure of Redis or of the way to it means for Starmap; the table is in {@code
 * docs/protocol.md}.
 */
final class RedisFailures {
  private static final List<String> FULL = List.of("OOM", "MISCONF");
  private static final List<String> DENIED = List.of("NOAUTH", "NOPERM", "WRONGPASS");
  private static final List<String> AWAY =
      List.of(
          "LOADING",
          "BUSY",
          "CLUSTERDOWN",
          "MASTERDOWN",
          "TRYAGAIN",
          "READONLY",
          "UNKILLABLE",
          "NOREPLICAS",
          "MOVED",
          "ASK");

  private RedisFailures() {}

  static StoreException translate(Throwable failure) {
    var cause = unwrap(failure);
    if (cause instanceof StoreException known) {
      return known;
    }
    var message = message(cause);
    if (answers(message, FULL)) {
      return new StoreException.Full(message, cause);
    }
    if (answers(message, DENIED)) {
      return new StoreException.Denied(message, cause);
    }
    // Lettuce passes on what broke a connection as it is
    boolean broken = cause instanceof IOException;
    if (broken || (cause instanceof RedisException && !isScriptError(cause, message))) {
      return new StoreException.Unavailable(message, cause);
    }
    throw new IllegalStateException("Redis rejected a call: " + message, cause);
  }

  /** A connection that leads to a replica must be opened anew to find the new master. */
  static boolean wantsNewConnection(Throwable failure) {
    return unwrap(failure) instanceof RedisReadOnlyException;
  }

  /**
   * An error reply that is no condition of the server is a mistake of ours, and must not be retried
   * for ever.
   */
  private static boolean isScriptError(Throwable cause, String message) {
    return cause instanceof io.lettuce.core.RedisCommandExecutionException
        && !answers(message, AWAY);
  }

  /** Scripts prefix what a command inside them answered. */
  private static boolean answers(String message, List<String> words) {
    return words.stream()
        .anyMatch(word -> message.startsWith(word) || message.contains("-" + word + " "));
  }

  private static Throwable unwrap(Throwable failure) {
    var cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static String message(Throwable cause) {
    @Nullable String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }
}
