package starmap.fault;

import java.util.Optional;

/** One way in which a call of Redis can go wrong; of replies that mean the same, only one. */
public enum Fault {
  /** The command is not carried out, and neither it nor any later one is answered. */
  HANGS_BEFORE,
  /** The command is carried out, and neither it nor any later one is answered. */
  HANGS_AFTER,
  /** The command is carried out somewhat later. */
  LATE,
  /** The connection is reset, and the command not carried out. */
  RESET_BEFORE,
  /** The command is carried out, and the connection is reset instead of an answer. */
  RESET_AFTER,
  /** The key lives on another node. */
  MOVED("MOVED 7 127.0.0.1:1"),
  /** The server became a replica. */
  READONLY("READONLY You can't write against a read only replica."),
  /** The server has just started. */
  LOADING("LOADING Redis is loading the dataset in memory"),
  /** There is no memory left. */
  OOM("OOM command not allowed when used memory > 'maxmemory'."),
  /** The server does not know the script. */
  NOSCRIPT("NOSCRIPT No matching script. Please use EVAL."),
  /** A script runs for too long. */
  BUSY("BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE."),
  /** The connection is not authenticated. */
  NOAUTH("NOAUTH Authentication required."),
  /** The user has no permission. */
  NOPERM("NOPERM this user has no permissions to run the command"),
  /** A cluster lacks nodes. */
  CLUSTERDOWN("CLUSTERDOWN The cluster is down");

  private final String error;

  Fault() {
    this("");
  }

  Fault(String error) {
    this.error = error;
  }

  /** Whether the caller can only wait in vain. */
  public boolean hangs() {
    return this == HANGS_BEFORE || this == HANGS_AFTER;
  }

  /** The error line that is answered, where the command is not forwarded but answered. */
  Optional<String> error() {
    return error.isEmpty() ? Optional.empty() : Optional.of(error);
  }
}
