package starmap.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rights that operators are told to give are those that the code needs, and no other. */
class AccessRightsTest {
  private static final Path SCRIPTS = Path.of("src/main/resources/starmap/store");
  private static final Pattern CALL = Pattern.compile("redis\\.p?call\\(\\s*'(\\w+)'");
  private static final Pattern ANY_CALL = Pattern.compile("redis\\.p?call\\(");

  /** Computed by the client. */
  private static final Set<String> LOCAL = Set.of("digest");

  @Test
  void theDocumentedUserMaySendWhatIsSentAndNothingElse() throws IOException {
    var sent = new TreeSet<String>();
    sent.addAll(sentByScripts());
    sent.addAll(sentByJava());
    assertThat(DocumentedUser.read().commands()).isEqualTo(sent);
  }

  @Test
  void itSeesKeysAndChannelsOfStarmapAlone() {
    assertThat(DocumentedUser.read().rules())
        .filteredOn(rule -> !rule.startsWith("+") && !rule.startsWith(">"))
        .containsExactly("reset", "on", "~sm:*", "resetchannels", "&sm:*");
    assertThat(Keys.SINGLE.workers()).startsWith("sm:");
  }

  private static Set<String> sentByScripts() throws IOException {
    var sent = new TreeSet<String>();
    var texts =
        Stream.of(Script.values()).flatMap(one -> Stream.of(one.text(true), one.text(false)));
    for (var text : Stream.concat(texts, files()).toList()) {
      var names = CALL.matcher(text).results().map(call -> call.group(1)).toList();
      assertThat(names).as("calls whose command is no literal").hasSize(count(text));
      names.forEach(name -> sent.add(name.toLowerCase(Locale.ROOT)));
    }
    return sent;
  }

  private static int count(String text) {
    return (int) ANY_CALL.matcher(text).results().count();
  }

  private static Stream<String> files() throws IOException {
    try (var files = Files.walk(SCRIPTS)) {
      List<Path> scripts = files.filter(file -> file.toString().endsWith(".lua")).toList();
      var texts = Stream.<String>builder();
      for (var script : scripts) {
        texts.add(Files.readString(script, UTF_8));
      }
      return texts.build();
    }
  }

  /** What is called of Lettuce's interfaces of commands, also by reference. */
  private static Set<String> sentByJava() {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("starmap.store");
    var sent = new TreeSet<String>();
    classes.stream()
        .flatMap(one -> one.getCodeUnitAccessesFromSelf().stream())
        .filter(AccessRightsTest::isCommand)
        .map(JavaAccess::getTarget)
        .map(target -> target.getName().replaceFirst("WithScores$|ForReplication$", ""))
        .map(name -> name.replaceFirst("^cluster", "cluster|"))
        .filter(name -> !LOCAL.contains(name))
        .forEach(name -> sent.add(name.toLowerCase(Locale.ROOT)));
    assertThat(sent).isNotEmpty();
    return sent;
  }

  private static boolean isCommand(JavaAccess<?> access) {
    var owner = access.getTargetOwner();
    return owner.getPackageName().startsWith("io.lettuce.core")
        && owner.getSimpleName().endsWith("Commands");
  }
}
