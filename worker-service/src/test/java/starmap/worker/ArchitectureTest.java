package starmap.worker;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = {"starmap.worker", "starmap.function"},
    importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule packagesFormNoCycles =
      slices().matching("starmap.(worker.*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule redisIsTheBusinessOfTheStore =
      noClasses()
          .that()
          .resideInAPackage("starmap.worker..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.lettuce..", "org.springframework.data..", "redis..");

  @ArchTest
  static final ArchRule springStaysAtTheEdge =
      noClasses()
          .that()
          .resideInAnyPackage(
              "starmap.worker.execute..",
              "starmap.worker.function..",
              "starmap.worker.held..",
              "starmap.worker.heartbeat..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.springframework.beans..",
              "org.springframework.boot..",
              "org.springframework.context..",
              "org.springframework.data..",
              "org.springframework.stereotype..");

  @ArchTest
  static final ArchRule theWorkerKnowsNothingOfTheApi =
      noClasses().should().dependOnClassesThat().resideInAnyPackage("starmap.api..");

  @ArchTest
  static final ArchRule authorsOfFunctionsNeedTheJdkOnly =
      classes()
          .that()
          .resideInAPackage("starmap.function..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage("java..", "org.jspecify..", "starmap.function.."));

  @ArchTest
  static final ArchRule builtInFunctionsUseWhatAnyAuthorMayUse =
      noClasses()
          .that()
          .resideInAPackage("..builtin..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("starmap.worker.execute..", "starmap.store..", "starmap.chunk..");

  @ArchTest
  static final ArchRule namesSayWhatAClassIsFor =
      noClasses()
          .should()
          .haveNameMatching(".*(Manager|Helper|Util|Utils|Impl|Dto|DTO|Base)(\\$.*)?");
}
