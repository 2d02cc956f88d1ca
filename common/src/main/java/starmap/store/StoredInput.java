package starmap.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import starmap.chunk.Block;
import starmap.job.JobId;
import starmap.wire.Packing;

/**
 * The blocks that were stored of a job's uploaded input at one moment; their bytes are read when
 * asked for.
 */
public final class StoredInput {
  private final RedisLink link;
  private final byte[] key;
  private final NavigableMap<Long, Integer> sizes = new TreeMap<>();

  private StoredInput(RedisLink link, byte[] key) {
    this.link = link;
    this.key = key;
  }

  static StoredInput of(RedisLink link, Keys keys, JobId id) {
    var input = new StoredInput(link, keys.input(id).getBytes(UTF_8));
    for (var name : link.call(s -> s.commands().hkeys(input.key))) {
      var words = new String(name, US_ASCII).split(",", -1);
      if (words.length == 2) {
        input.sizes.put(Long.parseLong(words[0]), Integer.parseInt(words[1]));
      }
    }
    return input;
  }

  /** Whether nothing is stored. */
  public boolean isEmpty() {
    return sizes.isEmpty();
  }

  /** The block that an item lies in; empty where it is not stored any more. */
  public Optional<Block> block(long index) {
    var at = entry(index);
    if (at == null) {
      return Optional.empty();
    }
    var field = name(at).getBytes(US_ASCII);
    return Optional.ofNullable(link.call(s -> s.commands().hget(key, field)))
        .map(items -> new Block(at.getKey(), at.getValue(), Packing.unpack(items)));
  }

  /** Names the block as chunk records do, {@code start,size}; null where it is not stored. */
  @Nullable String name(long index) {
    var at = entry(index);
    return at == null ? null : name(at);
  }

  private Map.@Nullable Entry<Long, Integer> entry(long index) {
    var at = sizes.floorEntry(index);
    return at != null && index < at.getKey() + at.getValue() ? at : null;
  }

  private static String name(Map.Entry<Long, Integer> block) {
    return block.getKey() + "," + block.getValue();
  }
}
