package starmap.chaos.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Functions of Starmap, computed here a second time and by other means. */
enum Computation {
  SQUARE("square", true) {
    @Override
    String value(String item) {
      return new BigInteger(item).pow(2).toString();
    }
  },
  CUBE("cube", true) {
    @Override
    String value(String item) {
      return new BigInteger(item).pow(3).toString();
    }
  },
  IDENTITY("identity", true) {
    @Override
    String item(RandomGenerator random) {
      return AWKWARD.get(random.nextInt(AWKWARD.size()));
    }

    @Override
    String value(String item) {
      return item;
    }
  },
  POWER("power", false) {
    @Override
    String item(RandomGenerator random) {
      var form = random.nextBoolean() ? "[%d,%d]" : "{\"base\":%d,\"exponent\":%d}";
      return form.formatted(random.nextInt(-99, 100), random.nextInt(60));
    }

    @Override
    String value(String item) {
      var numbers = NUMBER.matcher(item).results().map(MatchResult::group).toList();
      return new BigInteger(numbers.get(0)).pow(Integer.parseInt(numbers.get(1))).toString();
    }
  },
  SHA256("hash.sha256", false) {
    @Override
    String item(RandomGenerator random) {
      return "\"%x\"".formatted(random.nextLong());
    }

    @Override
    String value(String item) {
      try {
        var text = item.substring(1, item.length() - 1).getBytes(UTF_8);
        var digest = MessageDigest.getInstance("SHA-256").digest(text);
        return '"' + HexFormat.of().formatHex(digest) + '"';
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
  },
  FAIL("fail", false) {
    @Override
    String item(RandomGenerator random) {
      int number = random.nextInt(1_000);
      return random.nextInt(10) == 0 ? "\"no " + number + '"' : Integer.toString(number);
    }

    @Override
    String value(String item) {
      return item;
    }

    @Override
    boolean fails(String item) {
      return item.startsWith("\"");
    }
  },
  SLEEP("sleep", false) {
    @Override
    String item(RandomGenerator random) {
      return "0.0" + random.nextInt(11, 30);
    }

    @Override
    String value(String item) {
      return new BigDecimal(item).stripTrailingZeros().toString();
    }
  };

  private static final Pattern NUMBER = Pattern.compile("-?\\d+");
  private static final List<String> AWKWARD =
      List.of(
          "12345678901234567890",
          "1.0",
          "-0.0",
          "1e400",
          "null",
          "\"\\u00e4\\\"\\n\"",
          "{\"b\":1,\"a\":[ 1.0,{}]}");

  private final String function;
  private final boolean takesIntegers;

  Computation(String function, boolean takesIntegers) {
    this.function = function;
    this.takesIntegers = takesIntegers;
  }

  /** Its name in Starmap. */
  String function() {
    return function;
  }

  /** Whether a range of integers can be its input. */
  boolean takesIntegers() {
    return takesIntegers;
  }

  /** Some item, as JSON. */
  String item(RandomGenerator random) {
    return Long.toString(random.nextLong() >> random.nextInt(64));
  }

  /** What must come of an item that does not fail, as JSON. */
  abstract String value(String item);

  /** Whether an item fails; its message is then the item itself. */
  boolean fails(String item) {
    return false;
  }
}
