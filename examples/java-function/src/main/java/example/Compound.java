package example;

import starmap.function.CallContext;
import starmap.function.InvalidArgumentException;
import starmap.function.ItemFunction;
import starmap.function.StarmapFunction;

/** Takes several arguments: {@code [1000, 0.05, 10]}, or an object with their names. */
@StarmapFunction(
    name = "compound",
    description = "What a principal grows to at a yearly rate.",
    example = "[1000, 0.05, 10]")
public final class Compound implements ItemFunction<Compound.Investment, Compound.Growth> {
  public record Investment(double principal, double rate, int years) {}

  public record Growth(double end, double gain) {}

  @Override
  public Growth apply(Investment investment, CallContext context) {
    if (investment.years() < 0) {
      throw new InvalidArgumentException("argument years: expected 0 or more, got less");
    }
    double end = investment.principal() * Math.pow(1 + investment.rate(), investment.years());
    return new Growth(end, end - investment.principal());
  }
}
