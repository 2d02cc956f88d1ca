package starmap.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The commands of a Markdown file: lines of {@code sh} blocks, and {@code $} lines of {@code
 * console} blocks with their output.
 */
final class Readme {
  /** The heading of what needs Docker. */
  static final String COMPOSE = "With Docker Compose";

  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(sh|console)\\n(.*?)^```$");

  private Readme() {}

  /**
   * A command.
   *
   * @param line what to type
   * @param output what it prints, where it is shown; … stands for anything
   */
  record Command(String line, String output) {
    Pattern expected() {
      var literal = "\\Q" + output.strip().replace("…", "\\E(?s:.*?)\\Q") + "\\E";
      return Pattern.compile(literal);
    }
  }

  /** All of them, but for those of a section. */
  static List<Command> commandsWithout(Path file, String heading) {
    var text = text(file);
    return commands(text.replace(section(text, heading), ""));
  }

  /** Those of one section. */
  static List<Command> section(Path file, String heading) {
    return commands(section(text(file), heading));
  }

  private static String section(String text, String heading) {
    int begin = text.indexOf("\n## " + heading + "\n");
    int end = text.indexOf("\n## ", begin + 1);
    return text.substring(begin, end);
  }

  private static List<Command> commands(String text) {
    var commands = new ArrayList<Command>();
    var blocks = BLOCK.matcher(text);
    while (blocks.find()) {
      if (blocks.group(1).equals("sh")) {
        blocks.group(2).lines().map(line -> new Command(line, "…")).forEach(commands::add);
      } else {
        commands.addAll(console(blocks.group(2)));
      }
    }
    return commands;
  }

  private static List<Command> console(String block) {
    var commands = new ArrayList<Command>();
    for (var part : Pattern.compile("(?m)^\\$ ").split(block, -1)) {
      if (!part.isEmpty()) {
        int line = part.indexOf('\n');
        commands.add(new Command(part.substring(0, line), part.substring(line + 1)));
      }
    }
    return commands;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
