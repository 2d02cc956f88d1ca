package starmap.worker.function;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import starmap.function.InvalidArgumentException;
import starmap.wire.Json;
import starmap.worker.execute.ItemSource;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JavaType;

/** Reads several arguments into a record: from an array by position, or from an object by name. */
final class RecordReader implements ArgumentReader {
  private final JavaType type;
  private final Constructor<?> constructor;
  private final List<ArgumentReader> readers;
  private final String signature;

  RecordReader(JavaType type) {
    this.type = type;
    var components = type.getRawClass().getRecordComponents();
    this.constructor = constructor(type.getRawClass(), components);
    this.readers =
        Arrays.stream(components)
            .map(
                component ->
                    ArgumentReaders.of(
                        Json.MAPPER.getTypeFactory().constructType(component.getGenericType())))
            .toList();
    this.signature =
        Arrays.stream(components)
            .map(RecordComponent::getName)
            .collect(Collectors.joining(", ", "[", "]"));
  }

  @Override
  public Object read(ItemSource item) {
    return switch (item.parser().currentToken()) {
      case START_ARRAY -> byPosition(item);
      case START_OBJECT -> ArgumentReaders.bind(item.raw(), type);
      case JsonToken token -> throw ArgumentReader.mismatch("arguments " + signature, token);
    };
  }

  private Object byPosition(ItemSource item) {
    var elements = ItemSource.ofArray(item.raw().utf8());
    var values = new Object[readers.size()];
    for (int i = 0; i < values.length; i++) {
      if (!elements.next()) {
        throw wrongCount(i);
      }
      values[i] = readers.get(i).read(elements);
    }
    if (elements.next()) {
      throw new InvalidArgumentException(
          "expected " + values.length + " arguments " + signature + ", got more");
    }
    return create(values);
  }

  private InvalidArgumentException wrongCount(int count) {
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
