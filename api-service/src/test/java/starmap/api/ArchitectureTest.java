package starmap.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;

@AnalyzeClasses(packages = "starmap", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String API = "starmap.api.";

  /**
   * What each feature uses of others. A new edge is a decision: add it here only if the feature
   * cannot do without.
   */
  private static final Map<String, Set<String>> EDGES =
      Map.ofEntries(
          Map.entry("chunk", Set.of("job", "problem")),
          Map.entry(
              "direct",
              Set.of(
                  "connection", "function", "limits", "problem", "progress", "result", "submit")),
          Map.entry("event", Set.of("connection", "job", "problem", "progress")),
          Map.entry("function", Set.of("problem")),
          Map.entry("limits", Set.of("problem")),
          Map.entry("job", Set.of("function", "limits", "problem", "progress")),
          Map.entry("problem", Set.of("trace")),
          Map.entry("overview", Set.of("connection", "job", "problem")),
          Map.entry("result", Set.of("connection", "job", "problem", "progress")),
          Map.entry("shutdown", Set.of("limits", "progress")),
          Map.entry("stats", Set.of("job", "problem")),
          Map.entry(
              "submit",
              Set.of(
                  "connection",
                  "function",
                  "job",
                  "limits",
                  "problem",
                  "progress",
                  "result",
                  "trace")),
          Map.entry("worker", Set.of("problem")));

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("starmap.api.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyTheStoreSeesRedis =
      noClasses()
          .that()
          .resideOutsideOfPackages("starmap.store..", "starmap.localredis..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.lettuce..", "org.springframework.data.redis..", "redis..");

  @ArchTest
  static final ArchRule theApiDoesNotKnowWorkersOrHowItIsStarted =
      noClasses()
          .that()
          .resideInAPackage("starmap.api..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("starmap.worker..", "starmap.standalone..", "starmap.localredis..");

  @ArchTest
  static final ArchRule namesSayWhatSomethingIs =
      noClasses()
          .should()
          .haveSimpleNameEndingWith("Manager")
          .orShould()
          .haveSimpleNameEndingWith("Helper")
          .orShould()
          .haveNameMatching(".*(Util|Utils|Impl|Dto|DTO|Base)");

  @ArchTest
  static final ArchRule controllersAreNotPublic =
      classes().that().haveSimpleNameEndingWith("Controller").should().notBePublic();

  @ArchTest
  static void featuresUseOnlyWhatIsListed(JavaClasses all) {
    var edges = new TreeMap<String, Set<String>>();
    for (var one : all) {
      one.getDirectDependenciesFromSelf().stream()
          .map(dependency -> feature(dependency.getTargetClass()))
          .filter(other -> !other.isEmpty() && !other.equals(feature(one)))
          .filter(_ -> !feature(one).isEmpty())
          .forEach(other -> edges.computeIfAbsent(feature(one), _ -> new TreeSet<>()).add(other));
    }
    assertThat(edges).isEqualTo(EDGES);
  }

  @ArchTest
  static void everyPackageIsNullMarked(JavaClasses all) {
    for (var one : all) {
      assertThat(one.getPackage().isAnnotatedWith(NullMarked.class))
          .as("@NullMarked of " + one.getPackageName())
          .isTrue();
    }
  }

  /** The package behind starmap.api; empty for all else. */
  private static String feature(JavaClass type) {
    var name = type.getPackageName();
    return name.startsWith(API) ? name.substring(API.length()) : "";
  }
}
