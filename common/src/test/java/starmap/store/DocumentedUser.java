package starmap.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The user of Redis's ACL that {@code docs/operations.md} tells operators to make.
 *
 * @param rules the words behind its name
 */
public record DocumentedUser(List<String> rules) {
  /** Its name. */
  public static final String NAME = "starmap";

  private static final Path DOCUMENT = Path.of("../docs/operations.md");
  private static final Pattern LINE = Pattern.compile("(?m)^ACL SETUSER " + NAME + " (.+)$");

  /** As it stands there. */
  public static DocumentedUser read() {
    try {
      var line = LINE.matcher(Files.readString(DOCUMENT, UTF_8));
      if (!line.find()) {
        throw new IllegalStateException(DOCUMENT + " has no line " + LINE);
      }
      return new DocumentedUser(List.of(line.group(1).split(" ")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The password that stands there. */
  public String password() {
    return rules.stream().filter(one -> one.startsWith(">")).findFirst().orElseThrow().substring(1);
  }

  /** The commands that it may send, in lower case. */
  Set<String> commands() {
    var commands = new TreeSet<String>();
    rules.stream()
        .filter(one -> one.startsWith("+"))
        .forEach(one -> commands.add(one.substring(1)));
    return commands;
  }

  /** The same without some commands, or categories of them. */
  public DocumentedUser without(String... commands) {
    var denied = Arrays.stream(commands).map(one -> "-" + one);
    return new DocumentedUser(Stream.concat(rules.stream(), denied).toList());
  }

  /** Makes the user, or makes it anew; nobody else is asked for a password. */
  public void create(RedisCommands<String, String> redis) {
    var arguments = new CommandArgs<>(StringCodec.UTF8).add("SETUSER").add(NAME);
    rules.forEach(arguments::add);
    redis.dispatch(CommandType.ACL, new StatusOutput<>(StringCodec.UTF8), arguments);
    redis.aclLogReset();
  }

  /** Commands that were refused to anybody since then. */
  public static List<String> refused(RedisCommands<String, String> redis) {
    return redis.aclLog().stream()
        .map(entry -> String.valueOf(entry.get("object")))
        // what a client says about itself may fail, and nobody waits for it
        .filter(command -> !command.startsWith("client"))
        .toList();
  }
}
