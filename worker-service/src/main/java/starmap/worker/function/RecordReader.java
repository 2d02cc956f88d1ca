package starmap.worker.function;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;
import starmap.function.InvalidArgumentException;
import starmap.wire.Json;
import starmap.worker.execute.ItemSource;
import starmap.worker.execute.JsonItems;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JavaType;

/** Reads several arguments into a record: from an array by position, or from an object by name. */
final class RecordReader implements ArgumentReader {
  private final Constructor<?> constructor;
  private final List<ArgumentReader> readers;
  private final List<String> names;
  private final String signature;

  RecordReader(JavaType type) {
    var components = type.getRawClass().getRecordComponents();
    this.constructor = constructor(type.getRawClass(), components);
    this.readers =
        Arrays.stream(components)
            .map(
                component ->
                    ArgumentReaders.of(
                        Json.MAPPER.getTypeFactory().constructType(component.getGenericType())))
            .toList();
    this.names = Arrays.stream(components).map(RecordComponent::getName).toList();
    this.signature = names.stream().collect(Collectors.joining(", ", "[", "]"));
  }

  @Override
  public Object read(ItemSource item) {
    return switch (item.parser().currentToken()) {
      case START_ARRAY -> byPosition(new JsonItems(item.raw().utf8()));
      case START_OBJECT -> byName(new JsonItems(item.raw().utf8()));
      case JsonToken token -> throw ArgumentReader.mismatch("arguments " + signature, token);
    };
  }

  private Object byPosition(JsonItems elements) {
    var values = new Object[readers.size()];
    for (int i = 0; i < values.length; i++) {
      if (!elements.next()) {
        throw wrongCount(Integer.toString(i));
      }
      values[i] = argument(i, elements);
    }
    if (elements.next()) {
      throw wrongCount("more");
    }
    return create(values);
  }

  private Object byName(JsonItems properties) {
    var values = new Object[readers.size()];
    var missing = new LinkedHashSet<>(names);
    while (properties.next()) {
      var name = properties.parser().currentName();
      if (!missing.remove(name)) {
        throw new InvalidArgumentException(
            names.contains(name)
                ? "argument " + name + " is given twice"
                : "there is no argument " + name + ", expected " + signature);
      }
      properties.parser().nextToken();
      values[names.indexOf(name)] = argument(names.indexOf(name), properties);
    }
    if (!missing.isEmpty()) {
      throw new InvalidArgumentException("arguments " + missing + " are missing");
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
        "expected " + readers.size() + " arguments " + signature + ", got " + count);
  }

  private Object create(Object[] values) {
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
