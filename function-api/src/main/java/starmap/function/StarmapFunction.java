package starmap.function;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How the catalogue shows a function. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface StarmapFunction {
  /** {@code [a-z][a-z0-9_.-]*}, unique in a worker. */
  String name();

  /** Jobs pin it: {@code name@version}. */
  String version() default "1";

  /** One sentence. */
  String description();

  /** Errors that trying again cannot mend: a job's {@code retry} does not apply to these. */
  Class<? extends Throwable>[] permanent() default {};

  /**
   * How many items a slot of a worker runs at a time: more than 1 for a function that mostly waits,
   * for a service or a disk. Each item then has a virtual thread of its own; values keep their
   * order.
   */
  int concurrency() default 1;

  /** A JSON item that works; for a record argument, an array of its components. */
  String example();
}
