package starmap.worker.function;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import starmap.function.InvalidArgumentException;
import starmap.function.RawJson;
import starmap.worker.execute.ItemSource;
import starmap.worker.execute.JsonItems;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JavaType;

/**
 * Reads several arguments into a record: from an array by position, or from an object by name. Some
 * may be given beforehand; the item then brings the others.
 */
final class RecordReader implements ArgumentReader {
  private final Constructor<?> constructor;
  private final List<ArgumentReader> readers;
  private final List<String> names;
  private final @Nullable Object[] given;
  private final List<Integer> open;

  RecordReader(JavaType type, ArgumentReaders types) {
    var components = type.getRawClass().getRecordComponents();
    this.constructor = constructor(type.getRawClass(), components);
    this.readers =
        Arrays.stream(components)
            .map(component -> types.of(types.type(component.getGenericType())))
            .toList();
    this.names = Arrays.stream(components).map(RecordComponent::getName).toList();
    this.given = new Object[components.length];
    this.open = IntStream.range(0, components.length).boxed().toList();
  }

  private RecordReader(RecordReader all, Map<String, RawJson> constants) {
    this.constructor = all.constructor;
    this.readers = all.readers;
    this.names = all.names;
    this.given = new Object[names.size()];
    this.open =
        IntStream.range(0, given.length)
            .boxed()
            .filter(i -> !constants.containsKey(names.get(i)))
            .toList();
    constants.forEach(this::give);
  }

  /**
   * A reader for the arguments that are not among {@code constants}. Where one is left and {@code
   * bare}, the item is that argument itself.
   *
   * @throws InvalidArgumentException where a constant is no argument
   */
  ArgumentReader given(Map<String, RawJson> constants, boolean bare) {
    var rest = new RecordReader(this, constants);
    return bare && rest.open.size() == 1 ? rest::bare : rest;
  }

  private void give(String name, RawJson value) {
    int at = names.indexOf(name);
    if (at < 0) {
      throw new InvalidArgumentException("there is no argument " + name + " for a constant");
    }
    given[at] = argument(at, JsonItems.single(value));
  }

  @Override
  public Object read(ItemSource item) {
    return switch (item.parser().currentToken()) {
      case START_ARRAY -> byPosition(new JsonItems(item.raw().utf8()));
      case START_OBJECT -> byName(new JsonItems(item.raw().utf8()));
      case JsonToken token -> throw ArgumentReader.mismatch("arguments " + signature(), token);
    };
  }

  private Object bare(ItemSource item) {
    var values = given.clone();
    values[open.getFirst()] = argument(open.getFirst(), item);
    return create(values);
  }

  private Object byPosition(JsonItems elements) {
    var values = given.clone();
    int count = 0;
    for (int at : open) {
      if (!elements.next()) {
        throw wrongCount(Integer.toString(count));
      }
      values[at] = argument(at, elements);
      count++;
    }
    if (elements.next()) {
      throw wrongCount("more");
    }
    return create(values);
  }

  private Object byName(JsonItems properties) {
    var values = given.clone();
    var missing = new LinkedHashSet<>(open);
    while (properties.next()) {
      var name = properties.parser().currentName();
      int at = names.indexOf(name);
      if (!missing.remove(at)) {
        throw new InvalidArgumentException(
            at >= 0
                ? "argument " + name + " is given twice"
                : "there is no argument " + name + ", expected " + signature());
      }
      properties.parser().nextToken();
      values[at] = argument(at, properties);
    }
    if (!missing.isEmpty()) {
      throw new InvalidArgumentException(
          "arguments " + missing.stream().map(names::get).toList() + " are missing");
    }
    return create(values);
  }

  private Object argument(int at, ItemSource item) {
    try {
      return readers.get(at).read(item);
    } catch (InvalidArgumentException e) {
      throw new InvalidArgumentException("argument " + names.get(at) + ": " + e.getMessage());
    }
  }

  private InvalidArgumentException wrongCount(String count) {
    return new InvalidArgumentException(
        "expected " + open.size() + " arguments " + signature() + ", got " + count);
  }

  private String signature() {
    return open.stream().map(names::get).collect(Collectors.joining(", ", "[", "]"));
  }

  private Object create(@Nullable Object[] values) {
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Constructor<?> constructor(Class<?> type, RecordComponent[] components) {
    try {
      var constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      return constructor;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("every record has its canonical constructor", e);
    }
  }
}
