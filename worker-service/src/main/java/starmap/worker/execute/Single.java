package starmap.worker.execute;

/** Lets one item pass, which the run around it has begun already. */
class Single implements FunctionRuntime.Progress {
  private final FunctionRuntime.Progress run;
  private boolean asked;

  Single(FunctionRuntime.Progress run) {
    this.run = run;
  }

  @Override
  public final boolean wantsMore() {
    boolean first = !asked;
    asked = true;
    return first;
  }

  @Override
  public void value(byte[] json) {
    run.value(json);
  }

  @Override
  public void value(long number) {
    run.value(number);
  }

  @Override
  public void failure(String type, String message) {
    run.failure(type, message);
  }

  @Override
  public void setback(String type, String message) {
    run.setback(type, message);
  }

  @Override
  public final boolean isCancelled() {
    return run.isCancelled();
  }

  @Override
  public final long index() {
    return run.index();
  }
}
