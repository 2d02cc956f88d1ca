package starmap.store;

/** How a call of the store ended. */
public enum CallOutcome {
  /** It was answered, whatever the answer was. */
  OK,
  /** Redis is away, or did not answer in time. */
  UNAVAILABLE,
  /** Redis has no memory left. */
  FULL,
  /** Redis refuses this client. */
  DENIED,
  /** Anything else, which should not happen. */
  ERROR;

  static CallOutcome of(Throwable e) {
    return switch (e) {
      case StoreException.Unavailable _ -> UNAVAILABLE;
      case StoreException.Full _ -> FULL;
      case StoreException.Denied _ -> DENIED;
      default -> ERROR;
    };
  }
}
