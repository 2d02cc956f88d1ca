package starmap.api.submit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.stream.IntStream;
import starmap.argument.Fault;
import starmap.argument.ItemCheck;
import starmap.job.Axis;
import starmap.job.Input;
import starmap.wire.Json;

/**
 * Checks generated items by what they are made of: a range by its two ends, and each value of an
 * axis beside the first ones of the others.
 *
 * @param check of an item
 * @param wrong takes what is wrong
 */
record GeneratedCheck(ItemCheck check, WrongArguments wrong) {

  void check(Input.Generated input, long total) {
    switch (input) {
      case Input.Range range -> {
        add(range.item(0), "/input/range");
        add(range.item(total - 1), "/input/range");
      }
      case Input.Repeat repeat -> add(repeat.item(0), "/input/repeat/value");
      case Input.Product product -> axes(product.axes(), "/input/product", Long.MAX_VALUE);
      case Input.Zip zip -> axes(zip.axes(), "/input/zip", total);
      case Input.Random _ -> {} // they may be anything
    }
  }

  private void add(byte[] item, String pointer) {
    for (var fault : faults(item)) {
      addOnce(fault, pointer + fault.pointer());
    }
  }

  private List<Fault> faults(byte[] item) {
    return check.check(Json.MAPPER.readTree(item));
  }

  private void addOnce(Fault fault, String pointer) {
    wrong.addOnce(new Fault(pointer, fault.code(), fault.message()));
  }

  /** Only the first {@code length} elements of an axis are used. */
  private void axes(List<Axis> axes, String pointer, long length) {
    for (int i = 0; i < axes.size() && !wrong.isFull(); i++) {
      var axis = axes.get(i);
      long size = Math.min(axis.size(), length);
      switch (axis) {
        case Axis.Values _ -> {
          for (long at = 0; at < size && !wrong.isFull(); at++) {
            element(axes, i, at, pointer + "/" + i + "/" + at, pointer);
          }
        }
        case Axis.Numbers _ -> {
          element(axes, i, 0, pointer + "/" + i + "/range", pointer);
          element(axes, i, size - 1, pointer + "/" + i + "/range", pointer);
        }
      }
    }
  }

  private static byte[] array(List<String> values) {
    return ("[" + String.join(",", values) + "]").getBytes(UTF_8);
  }

  /** What is wrong with the elements of other axes is found there. */
  private void element(List<Axis> axes, int axis, long at, String pointer, String whole) {
    var values =
        IntStream.range(0, axes.size()).mapToObj(i -> axes.get(i).at(i == axis ? at : 0)).toList();
    var own = "/" + axis;
    for (var fault : faults(array(values))) {
      var path = fault.pointer();
      if (path.equals(own) || path.startsWith(own + "/")) {
        addOnce(fault, pointer + path.substring(own.length()));
      } else if (!path.startsWith("/")) {
        addOnce(fault, whole);
      }
    }
  }
}
