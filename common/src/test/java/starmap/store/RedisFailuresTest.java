package starmap.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisLoadingException;
import io.lettuce.core.RedisReadOnlyException;
import java.net.SocketException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisFailuresTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "OOM command not allowed when used memory > 'maxmemory'.",
        "MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist",
        "ERR Error running script (call to f_2): @user_script:21: -OOM command not allowed"
      })
  void noMemoryAndNoDiskAreFull(String message) {
    assertThat(answered(message)).isInstanceOf(StoreException.Full.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NOAUTH Authentication required.",
        "NOPERM this user has no permissions to run the 'evalsha' command",
        "WRONGPASS invalid username-password pair or user is disabled.",
        "ERR The user executing the script can't run this command or subcommand script: 1f, on @user_script:4.",
        "ERR Error running script (call to f_2): @user_script:4: @user_script: 4: The user executing the script can't run this command or subcommand",
        "ERR ACL failure in script: User starmap has no permissions to run the 'zadd' command script: 1f, on @user_script:4."
      })
  void whatOnlyAnOperatorCanMendIsDenied(String message) {
    assertThat(answered(message)).isInstanceOf(StoreException.Denied.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LOADING Redis is loading the dataset in memory",
        "MOVED 7 127.0.0.1:1",
        "BUSY Redis is busy running a script.",
        "CLUSTERDOWN The cluster is down",
        "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
        "TRYAGAIN Multiple keys request during rehashing of slot",
        "READONLY You can't write against a read only replica.",
        "NOREPLICAS Not enough good replicas to write."
      })
  void whatPassesByItselfIsUnavailable(String message) {
    assertThat(answered(message)).isInstanceOf(StoreException.Unavailable.class);
  }

  @Test
  void brokenConnectionsAreUnavailable() {
    for (var failure :
        new Exception[] {
          new RedisConnectionException("Unable to connect"),
          new RedisException("Connection closed"),
          new SocketException("Connection reset"),
          new RedisLoadingException("LOADING")
        }) {
      assertThat(RedisFailures.translate(failure))
          .isInstanceOf(StoreException.Unavailable.class)
          .hasCause(failure);
    }
  }

  @Test
  void mistakesOfOursAreNotRetried() {
    assertThatThrownBy(() -> answered("ERR settle: parts cover 1 of 2 items"))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> answered("WRONGTYPE Operation against a key"))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> RedisFailures.translate(new NumberFormatException("x")))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aClientThatWasShutDownIsUnavailable() {
    for (var failure :
        new Exception[] {
          new RejectedExecutionException("event executor terminated"),
          new IllegalStateException("Cannot connect, Event executor group is terminated.")
        }) {
      assertThat(RedisFailures.translate(failure)).isInstanceOf(StoreException.Unavailable.class);
    }
  }

  @Test
  void wrappingDoesNotHideWhatHappened() {
    var known = new StoreException.Full("full", null);
    assertThat(RedisFailures.translate(new CompletionException(known))).isSameAs(known);
    assertThat(
            RedisFailures.translate(
                new CompletionException(
                    new CompletionException(new RedisConnectionException("away")))))
        .isInstanceOf(StoreException.Unavailable.class);
  }

  @Test
  void whatLeadsNowhereIsLeftForANewConnection() {
    var readOnly = new RedisReadOnlyException("READONLY You can't write");
    assertThat(RedisFailures.wantsNewConnection(new CompletionException(readOnly))).isTrue();
    assertThat(RedisFailures.wantsNewConnection(new RedisConnectionException("away"))).isTrue();
    assertThat(RedisFailures.wantsNewConnection(new SocketException("reset"))).isTrue();
    assertThat(RedisFailures.wantsNewConnection(new TimeoutException())).isTrue();
    assertThat(RedisFailures.wantsNewConnection(new RedisLoadingException("LOADING "))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NOAUTH Authentication required.",
        "CLUSTERDOWN down",
        "MASTERDOWN Link",
        "ASK 7 x"
      })
  void aServerThatMayBeAnotherOneNextTimeIsLeft(String message) {
    assertThat(RedisFailures.wantsNewConnection(new RedisCommandExecutionException(message)))
        .isTrue();
  }

  @Test
  void onlyAnotherMasterIsLookedForAtOnce() {
    assertThat(RedisFailures.isElsewhere(new RedisReadOnlyException("READONLY You"))).isTrue();
    assertThat(RedisFailures.isElsewhere(new RedisCommandExecutionException("MOVED 1 x"))).isTrue();
    assertThat(RedisFailures.isElsewhere(new RedisConnectionException("away"))).isFalse();
  }

  @Test
  void connectionsThatEndAnyhowAreUnavailable() {
    for (var failure :
        new Exception[] {
          new TimeoutException(),
          new CancellationException(),
          new InterruptedException(),
          new SocketException("reset")
        }) {
      assertThat(RedisFailures.translate(new ExecutionException(failure)))
          .isInstanceOf(StoreException.Unavailable.class);
    }
  }

  @Test
  void whatTheServerAnsweredWhileConnectingDecides() {
    var answer = new RedisCommandExecutionException("NOAUTH HELLO must be called");
    assertThat(RedisFailures.translate(new RedisConnectionException("Unable to connect", answer)))
        .isInstanceOf(StoreException.Denied.class)
        .hasMessageContaining("NOAUTH");
    var many = new RedisCommandExecutionException("ERR max number of clients reached");
    assertThat(RedisFailures.translate(new RedisConnectionException("Unable to connect", many)))
        .isInstanceOf(StoreException.Unavailable.class);
  }

  @Test
  void whyNothingCouldBeConnectedToIsSaid() {
    var refused = new SocketException("Connection refused");
    var failure =
        new RedisConnectionException("Unable to connect to a:1", new RuntimeException(refused));
    assertThat(RedisFailures.translate(failure))
        .hasMessage("Unable to connect to a:1: Connection refused");
  }

  private static StoreException answered(String message) {
    return RedisFailures.translate(new RedisCommandExecutionException(message));
  }
}
