package org.tarnlake;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The map of tarn-core, enforced. Packages are the architecture: imports point downwards only, each
 * library has one home, and what users see names no library at all.
 *
 * <p>A new package gets its place in {@link #LAYERS}, a new library its home in {@link #HOMES}.
 */
class ArchitectureTest {
  private static final String ROOT = "org.tarnlake";

  /** From the bottom to the top; the empty name is the facade, {@code org.tarnlake} itself. */
  private static final List<Set<String>> LAYERS =
      List.of(
          Set.of("argument"),
          Set.of("error", "env", "json", "upkeep", "work"),
          Set.of("mapping.shape"),
          Set.of("schema"),
          Set.of("row"),
          Set.of("predicate.evaluate"),
          Set.of("predicate", "mapping", "spill"),
          Set.of("store"),
          Set.of("store.local", "store.access", "store.remote"),
          Set.of("store.cache"),
          Set.of("data.bytes", "data.schema"),
          Set.of("data.build", "data.deleted", "data.write"),
          Set.of("data.read"),
          Set.of("table.action"),
          Set.of("table.statistics"),
          Set.of("table.state", "table.write"),
          Set.of("table.checkpoint", "table.scan", "table.alter"),
          Set.of("table.log"),
          Set.of("lake"),
          Set.of("lake.publish", "lake.feed"),
          Set.of("transaction"),
          Set.of("transaction.change", "transaction.undo"),
          Set.of("maintenance.text", "maintenance.copy"),
          Set.of("maintenance.check", "maintenance.dump"),
          Set.of("maintenance.backup", "maintenance.compact"),
          Set.of("maintenance.repair"),
          Set.of(""));

  /** What those outside of {@code data} may use of it. */
  private static final Set<String> DATA =
      Set.of(
          "build.BatchCheck",
          "build.RowBuffer",
          "deleted.DeletedRows",
          "deleted.DeletionVectorWriter",
          "read.BatchSource",
          "read.DataFile",
          "read.DataFiles",
          "read.FileDescription",
          "read.ReadLimits",
          "read.RowRanges",
          "schema.ColumnMapping",
          "schema.FieldIds",
          "write.ColumnStatistics",
          "write.DataFileWriter",
          "write.FileStatistics",
          "write.WrittenFile");

  private static final int CLASSES_MAX = 40;

  /** What users may name, and {@code json}, which the command line uses too. */
  private static final Set<String> PUBLIC =
      Set.of("", "schema", "predicate", "row", "error", "store", "env", "upkeep", "json");

  /** Each library's one home; {@code *} is anywhere. What is not listed is not used. */
  private static final Map<String, String> HOMES =
      Map.of(
          "com.fasterxml.jackson.", "json",
          "org.apache.parquet.", "data",
          "shaded.parquet.org.apache.thrift.", "data",
          "com.github.luben.zstd.", "data",
          "io.airlift.compress.", "data",
          "org.roaringbitmap.", "data",
          "org.pcollections.", "*",
          "org.jspecify.annotations.", "*");

  /**
   * Who may catch what a store throws, beside {@code store} itself; a package stands for its
   * classes.
   */
  private static final Map<String, String> CATCHERS =
      Map.ofEntries(
          Map.entry("Backup", "opens folders of the disk"),
          Map.entry("Dump", "follows a path on the disk"),
          Map.entry("ParquetFile", "follows a path on the disk"),
          Map.entry("Stores", "opens folders of the disk"),
          Map.entry("data.bytes.BloomFilter", "a library that reads from memory"),
          Map.entry("data.deleted.DeletedRows", "a library that reads from memory"),
          Map.entry("data.read.ChunkFilter", "a library that reads from memory"),
          Map.entry("data.read.Decompressor", "a library that reads from memory"),
          Map.entry("data.read.Footer", "a library that reads from memory"),
          Map.entry("data.read.PageHeaders", "a library that reads from memory"),
          Map.entry("data.read.PageIndex", "a library that reads from memory"),
          Map.entry("data.read.StatisticsRanges", "bytes that are no text"),
          Map.entry("data.write.FileOutput", "writes to any stream"),
          Map.entry("json.JsonReader", "a library that reads from memory"),
          Map.entry("json.JsonWriter", "a library that writes to memory"),
          Map.entry("lake.EntryPut", "the commit point: a put may have done its work nevertheless"),
          Map.entry("lake.LostLake", "walks the disk"),
          Map.entry("lake.TableLogFormat", "a put entry that cannot be taken back is no failure"),
          Map.entry("lake.publish", "what follows a commit tries again, or does without"),
          Map.entry("maintenance.backup.BackupObjects", "what nobody may read is left out"),
          Map.entry("maintenance.check.GuardedStore", "a store over a store"),
          Map.entry("maintenance.check.Reads", "the check tells what cannot be read, and goes on"),
          Map.entry("maintenance.check.TableFolderCheck", "as Reads, of files on the disk"),
          Map.entry("maintenance.check.TrialStore", "a store over a store"),
          Map.entry("maintenance.check.UnpublishedFiles", "a store over a store"),
          Map.entry("maintenance.copy.LostAndFound", "what is gone need not be moved"),
          Map.entry("maintenance.repair.Repair", "one step that fails leaves the others"),
          Map.entry("spill.BatchFile", "temporary files of the disk"),
          Map.entry("table.scan.ScanPaths", "bytes that are no text"),
          Map.entry("table.write.Unnamed", "what nobody names may stay"),
          Map.entry("transaction.Adoption", "follows a path on the disk"),
          Map.entry("transaction.Attachment", "a link is no folder to attach"));

  private static final JavaClasses CLASSES =
      new ClassFileImporter().importPath(Path.of("target", "classes"));

  @Test
  void everyPackageHasALayer() {
    assertThat(ours().map(ArchitectureTest::packageOf).distinct())
        .as("a package without a place in ArchitectureTest.LAYERS")
        .allMatch(name -> layer(name) >= 0);
  }

  @Test
  void importsPointDownwardsOnly() {
    assertThat(dependencies(ArchitectureTest::pointsUpwards))
        .as(
            "imports that point upwards (ArchitectureTest.LAYERS): move the type down or the code up")
        .isEmpty();
  }

  @Test
  void packagesFormNoCycle() {
    slices()
        .matching(ROOT + ".(**)")
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void ofDataOnlyItsDoorsAreUsed() {
    assertThat(dependencies(ArchitectureTest::passesTheDoors))
        .as("a type inside of data that is used outside, and not named in ArchitectureTest.DATA")
        .isEmpty();
  }

  @Test
  void noPackageHasTooManyClasses() {
    Map<String, Long> sizes =
        ours()
            .filter(c -> c.isTopLevelClass() && !c.getSimpleName().equals("package-info"))
            .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
    assertThat(sizes).allSatisfy((name, size) -> assertThat(size).isLessThanOrEqualTo(CLASSES_MAX));
  }

  @Test
  void theStoresFailuresAreCaughtAtItsSeamOnly() {
    assertThat(
            ours()
                .filter(c -> !(packageOf(c) + ".").startsWith("store."))
                .filter(ArchitectureTest::catchesIoException)
                .map(ArchitectureTest::nameOf)
                .filter(name -> catcher(name) == null))
        .as(
            "classes that catch IOException: ask the store through store.access.StoreAccess, which makes an error of Tarn's of it; where what happens next depends on the failure, name the class and the reason in ArchitectureTest.CATCHERS")
        .isEmpty();
  }

  @Test
  void whoMayCatchTheStoresFailuresDoes() {
    Set<String> catchers =
        ours()
            .filter(ArchitectureTest::catchesIoException)
            .map(c -> String.valueOf(catcher(nameOf(c))))
            .collect(Collectors.toSet());
    assertThat(CATCHERS.keySet()).as("no longer needed").isSubsetOf(catchers);
  }

  private static boolean catchesIoException(JavaClass c) {
    return c.getCodeUnits().stream()
        .flatMap(unit -> unit.getTryCatchBlocks().stream())
        .flatMap(block -> block.getCaughtThrowables().stream())
        .anyMatch(caught -> IOException.class.isAssignableFrom(caught.reflect()));
  }

  /** The entry of {@link #CATCHERS} for a class; null if there is none. */
  private static @Nullable String catcher(String name) {
    String home = name.substring(0, Math.max(0, name.lastIndexOf('.')));
    return CATCHERS.containsKey(name) ? name : CATCHERS.containsKey(home) ? home : null;
  }

  /** The name of a top-level class below the root. */
  private static String nameOf(JavaClass c) {
    return outermost(c).getName().substring(ROOT.length() + 1);
  }

  @Test
  void eachLibraryHasOneHome() {
    assertThat(dependencies(ArchitectureTest::leavesHome))
        .as("a library used outside its home in ArchitectureTest.HOMES, or without one")
        .isEmpty();
  }

  /** A package in two modules would keep Tarn off the module path. */
  @Test
  void noClassIsInALibrarysPackage() {
    assertThat(CLASSES.stream().filter(c -> !isOurs(c) && !isModule(c))).isEmpty();
  }

  @Test
  void publicSignaturesNameNoLibraryAndNoInternals() {
    List<String> found = new ArrayList<>();
    ours()
        .filter(c -> PUBLIC.contains(packageOf(c)) && isVisible(c))
        .forEach(c -> foreignTypes(c).forEach(type -> found.add(c.getName() + " names " + type)));
    assertThat(found)
        .as("public signatures of public packages name only the JDK and public packages")
        .isEmpty();
  }

  /** It costs time in every row, and hides who uses what. */
  @Test
  void reflectionIsInOnePlace() {
    assertThat(dependencies(ArchitectureTest::reflects))
        .as("reflection outside of mapping.shape")
        .isEmpty();
  }

  private static boolean reflects(Dependency dependency) {
    return dependency.getTargetClass().getPackageName().equals("java.lang.reflect")
        && !packageOf(dependency.getOriginClass()).equals("mapping.shape");
  }

  @Test
  void everyPackageIsNullMarked() {
    assertThat(ours().map(JavaClass::getPackage).distinct())
        .as("a package whose package-info.java lacks @NullMarked")
        .allMatch(p -> p.isAnnotatedWith(NullMarked.class));
  }

  private static boolean pointsUpwards(Dependency dependency) {
    JavaClass target = target(dependency);
    return isOurs(target)
        && layer(packageOf(target)) > layer(packageOf(dependency.getOriginClass()));
  }

  private static boolean passesTheDoors(Dependency dependency) {
    JavaClass target = target(dependency);
    return isOurs(target)
        && packageOf(target).startsWith("data.")
        && !packageOf(dependency.getOriginClass()).startsWith("data.")
        && !DATA.contains(nameOf(target).substring("data.".length()));
  }

  private static JavaClass outermost(JavaClass c) {
    return c.getEnclosingClass().map(ArchitectureTest::outermost).orElse(c);
  }

  private static boolean leavesHome(Dependency dependency) {
    JavaClass target = target(dependency);
    String name = target.getName();
    if (isOurs(target) || target.isPrimitive() || name.matches("javax?\\..*")) {
      return false;
    }
    String home = packageOf(dependency.getOriginClass());
    return HOMES.entrySet().stream()
        .filter(entry -> name.startsWith(entry.getKey()))
        .map(Map.Entry::getValue)
        .noneMatch(where -> where.equals("*") || (home + ".").startsWith(where + "."));
  }

  private static Stream<String> foreignTypes(JavaClass owner) {
    Stream<JavaType> parents =
        Stream.concat(owner.getSuperclass().stream(), owner.getInterfaces().stream());
    Stream<JavaType> fields =
        owner.getFields().stream().filter(f -> shows(f.getModifiers())).map(JavaField::getType);
    Stream<JavaType> methods =
        owner.getCodeUnits().stream()
            .filter(u -> shows(u.getModifiers()))
            .flatMap(ArchitectureTest::signature);
    Collection<String> names = new TreeSet<>();
    Stream.of(parents, fields, methods)
        .flatMap(types -> types)
        .flatMap(type -> type.getAllInvolvedRawTypes().stream())
        .map(JavaClass::getBaseComponentType)
        .filter(c -> !(c.isPrimitive() || c.getName().matches("javax?\\..*")))
        .filter(c -> !(isOurs(c) && PUBLIC.contains(packageOf(c))))
        .forEach(c -> names.add(c.getName()));
    return names.stream();
  }

  private static Stream<JavaType> signature(JavaCodeUnit unit) {
    Stream<JavaType> thrown = unit.getThrowsClause().getTypes().stream().map(c -> c);
    return Stream.of(Stream.of(unit.getReturnType()), unit.getParameterTypes().stream(), thrown)
        .flatMap(types -> types);
  }

  private static boolean shows(Set<JavaModifier> modifiers) {
    return (modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED))
        && !modifiers.contains(JavaModifier.SYNTHETIC);
  }

  private static boolean isVisible(JavaClass c) {
    return shows(c.getModifiers())
        && c.getEnclosingClass().map(ArchitectureTest::isVisible).orElse(true);
  }

  private static boolean isModule(JavaClass c) {
    return c.getSimpleName().equals("module-info");
  }

  private static Stream<JavaClass> ours() {
    return CLASSES.stream().filter(ArchitectureTest::isOurs);
  }

  private static List<String> dependencies(Predicate<Dependency> wrong) {
    return ours()
        .flatMap(c -> c.getDirectDependenciesFromSelf().stream())
        .filter(wrong)
        .map(Dependency::getDescription)
        .sorted()
        .toList();
  }

  private static JavaClass target(Dependency dependency) {
    return dependency.getTargetClass().getBaseComponentType();
  }

  private static boolean isOurs(JavaClass c) {
    return (c.getPackageName() + ".").startsWith(ROOT + ".");
  }

  /** The names below the root: {@code data.read} for {@code org.tarnlake.data.read}. */
  private static String packageOf(JavaClass c) {
    String below = c.getPackageName().substring(ROOT.length());
    return below.isEmpty() ? "" : below.substring(1);
  }

  private static int layer(String packageName) {
    for (int i = 0; i < LAYERS.size(); i++) {
      if (LAYERS.get(i).contains(packageName)) {
        return i;
      }
    }
    return -1;
  }
}
