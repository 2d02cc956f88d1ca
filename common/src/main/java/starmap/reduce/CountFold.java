package starmap.reduce;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** How many values there are. */
final class CountFold implements Fold.OfIntegers {
  private long items;

  @Override
  public void add(byte[] json) {
    items++;
  }

  @Override
  public void add(long number) {
    items++;
  }

  @Override
  public long items() {
    return items;
  }

  @Override
  public byte[] partial() {
    return value().getBytes(US_ASCII);
  }

  @Override
  public void merge(byte[] partial) {
    items += Long.parseLong(new String(partial, US_ASCII));
  }

  @Override
  public String value() {
    return Long.toString(items);
  }
}
