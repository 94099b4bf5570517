package io.github.lanewise.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the arrows of ARCHITECTURE.md: cli → bench → onnx → nn → kernels → JDK. */
class ArchitectureTest {

  private static final List<String> MODULES = List.of("kernels", "nn", "onnx", "bench", "cli");

  private static JavaClasses lanewise;

  @BeforeAll
  static void importModules() {
    lanewise =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.github.lanewise");
  }

  @Test
  void everyModuleIsSeen() {
    for (String module : MODULES) {
      assertThat(lanewise.stream().map(c -> c.getPackageName()))
          .as(module)
          .anyMatch(name -> name.startsWith("io.github.lanewise." + module));
    }
  }

  @Test
  void arrowsPointOneWay() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage("io.github.lanewise..")
        .layer("kernels")
        .definedBy("io.github.lanewise.kernels..")
        .layer("nn")
        .definedBy("io.github.lanewise.nn..")
        .layer("onnx")
        .definedBy("io.github.lanewise.onnx..")
        .layer("bench")
        .definedBy("io.github.lanewise.bench..")
        .layer("cli")
        .definedBy("io.github.lanewise.cli..")
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("bench")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("onnx")
        .mayOnlyBeAccessedByLayers("bench", "cli")
        .whereLayer("nn")
        .mayOnlyBeAccessedByLayers("onnx", "bench", "cli")
        .check(lanewise);
  }

  @Test
  void onlyKernelsTouchTheVectorApi() {
    noClasses()
        .that(resideOutsideOfPackage("io.github.lanewise.kernels.."))
        .should()
        .dependOnClassesThat(resideInAPackage("jdk.incubator.."))
        .check(lanewise);
  }

  @Test
  void kernelsNeedTheJdkAlone() {
    classes()
        .that(resideInAPackage("io.github.lanewise.kernels.."))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("io.github.lanewise.kernels..", "java..", "jdk.incubator.vector..")
        .check(lanewise);
  }

  @Test
  void networksNeedKernelsAndOneJsonLibraryAlone() {
    classes()
        .that(resideInAPackage("io.github.lanewise.nn.."))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.github.lanewise.nn..",
            "io.github.lanewise.kernels..",
            "java..",
            "jdk.jfr..",
            "com.fasterxml.jackson..")
        .check(lanewise);
  }

  @Test
  void onnxNeedsNetworksAndProtobufAlone() {
    classes()
        .that(resideInAPackage("io.github.lanewise.onnx.."))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.github.lanewise.onnx..",
            "io.github.lanewise.nn..",
            "io.github.lanewise.kernels..",
            "java..",
            "com.google.protobuf..")
        .check(lanewise);
  }

  @Test
  void packagesFormNoCycles() {
    slices().matching("io.github.lanewise.(**)").should().beFreeOfCycles().check(lanewise);
  }
}
