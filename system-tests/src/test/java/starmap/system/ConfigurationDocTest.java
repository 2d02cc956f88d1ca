package starmap.system;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.constraints.Max;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hibernate.validator.constraints.time.DurationMin;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.io.ClassPathResource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import starmap.api.limits.ApiProperties;
import starmap.chaos.Chaos;
import starmap.standalone.Starmap;
import starmap.store.StoreProperties;
import starmap.worker.WorkerProperties;

/** The tables of docs/configuration.md, and the options of docs/chaos.md, are those of the code. */
class ConfigurationDocTest {
  private static final Path CONFIGURATION = Path.of("../docs/configuration.md");
  private static final Path CHAOS = Path.of("../docs/chaos.md");
  private static final Pattern PROPERTY =
      Pattern.compile("(?m)^\\| `(starmap\\.[^`]+)` \\| *`?([^`|]*?)`? *\\| (.+) \\|$");
  private static final Pattern OF_SPRING =
      Pattern.compile(
          "(?m)^\\| `((?!starmap)\\w+\\.[\\w.-]+)` \\| `([^`]+)` \\| (?:`([^`]+)`)? ?\\|.*$");
  private static final Pattern OPTION =
      Pattern.compile("(?m)^\\| `(\\w+)` \\| `(--\\w+)` \\| (?:`(\\w+)`)? ?\\| (.+?) \\|.*$");
  private static final Pattern CHAOS_OPTION = Pattern.compile("(?m)^\\| `(--[\\w-]+)[^`]*` \\|");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{env:(\\w+)(?::-(.*))?}");

  @Test
  void tablesNameEveryPropertyWithItsDefaultAndNoOther() throws IOException {
    var documented =
        rows(CONFIGURATION, PROPERTY)
            .map(row -> row.group(1) + "=" + row.group(2).strip())
            .toList();

    var real =
        parameters()
            .map(
                one ->
                    one.name() + "=" + one.parameter().getAnnotation(DefaultValue.class).value()[0])
            .toList();

    assertThat(documented).containsExactlyElementsOf(real);
  }

  @Test
  void boundsAreTold() throws IOException {
    for (var row : rows(CONFIGURATION, PROPERTY).toList()) {
      var parameter =
          parameters()
              .filter(one -> one.name().equals(row.group(1)))
              .findFirst()
              .orElseThrow()
              .parameter();
      var most = parameter.getAnnotation(Max.class);
      var shortest = parameter.getAnnotation(DurationMin.class);
      if (most != null) {
        assertThat(row.group(3)).contains("up to " + most.value());
      }
      if (shortest != null && shortest.millis() > 0) {
        assertThat(row.group(3)).contains("at least " + shortest.millis() + " ms");
      }
    }
  }

  @Test
  void whatIsSetOfSpringIsWhatTheServicesSet() throws IOException {
    var rows = rows(CONFIGURATION, OF_SPRING).toList();
    assertThat(rows).hasSizeGreaterThan(5);
    for (var row : rows) {
      assertThat(set("starmap-api.yaml", row.group(1))).as(row.group(1)).isEqualTo(row.group(2));
      if (row.group(3) != null) {
        assertThat(set("starmap-worker.yaml", row.group(1)))
            .as(row.group(1))
            .isEqualTo(row.group(3));
      }
    }
  }

  @Test
  void everyOptionIsListedWithItsVariableAndItsDefault() throws IOException {
    var rows = rows(CONFIGURATION, OPTION).toList();
    var real =
        new CommandLine(Starmap.class)
            .getSubcommands().values().stream()
                .flatMap(
                    command ->
                        options(command)
                            .map(
                                one ->
                                    command.getCommandName()
                                        + " "
                                        + one.longestName()
                                        + " "
                                        + variable(one)))
                .toList();
    assertThat(
            rows.stream()
                .map(
                    row ->
                        row.group(1)
                            + " "
                            + row.group(2)
                            + " "
                            + (row.group(3) == null ? "" : row.group(3))))
        .containsExactlyInAnyOrderElementsOf(real);
    for (var row : rows) {
      if (row.group(4).startsWith("`")) {
        var command = new CommandLine(Starmap.class).getSubcommands().get(row.group(1));
        assertThat(row.group(4))
            .isEqualTo("`" + otherwise(command.getCommandSpec().findOption(row.group(2))) + "`");
      }
    }
  }

  @Test
  void everyOptionOfChaosIsListed() throws IOException {
    assertThat(rows(CHAOS, CHAOS_OPTION).map(row -> row.group(1)))
        .containsExactlyInAnyOrderElementsOf(
            options(new CommandLine(new Chaos())).map(OptionSpec::longestName).toList());
  }

  private static Stream<MatchResult> rows(Path document, Pattern row) throws IOException {
    return row.matcher(Files.readString(document)).results();
  }

  private static Stream<OptionSpec> options(CommandLine command) {
    return command.getCommandSpec().options().stream()
        .filter(one -> !one.hidden() && !one.usageHelp() && !one.versionHelp());
  }

  private static String variable(OptionSpec option) {
    var variable = VARIABLE.matcher(written(option));
    return variable.matches() ? variable.group(1) : "";
  }

  private static String otherwise(OptionSpec option) {
    var variable = VARIABLE.matcher(written(option));
    return variable.matches() ? variable.group(2) : written(option);
  }

  /** The default before its variable is looked up. */
  private static String written(OptionSpec option) {
    return option.userObject() instanceof Field field
        ? field.getAnnotation(CommandLine.Option.class).defaultValue()
        : "";
  }

  private static String set(String file, String property) throws IOException {
    return new YamlPropertySourceLoader()
        .load(file, new ClassPathResource(file)).stream()
            .map(source -> String.valueOf(source.getProperty(property)))
            .findFirst()
            .orElseThrow();
  }

  /** One property. */
  private record Property(String name, Parameter parameter) {}

  private static Stream<Property> parameters() {
    return Stream.of(StoreProperties.class, ApiProperties.class, WorkerProperties.class)
        .flatMap(ConfigurationDocTest::parameters);
  }

  private static Stream<Property> parameters(Class<?> type) {
    var prefix = type.getAnnotation(ConfigurationProperties.class).value();
    var parameters = List.of(type.getDeclaredConstructors()[0].getParameters());
    return Arrays.stream(type.getRecordComponents())
        .map(RecordComponent::getName)
        .map(
            name ->
                parameters.stream()
                    .filter(parameter -> parameter.getName().equals(name))
                    .findFirst()
                    .orElseThrow())
        .map(parameter -> new Property(prefix + "." + kebab(parameter.getName()), parameter));
  }

  private static String kebab(String name) {
    return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
