package org.tarnlake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.env.Environment;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.predicate.BoundExpression;
import org.tarnlake.predicate.BoundPredicate;
import org.tarnlake.predicate.ColumnPath;
import org.tarnlake.predicate.Expression;
import org.tarnlake.predicate.Literal;
import org.tarnlake.predicate.Predicate;
import org.tarnlake.predicate.Range;
import org.tarnlake.predicate.Selection;
import org.tarnlake.predicate.StatisticsLookup;
import org.tarnlake.row.Batch;
import org.tarnlake.row.BatchRow;
import org.tarnlake.row.BooleanVector;
import org.tarnlake.row.BytesVector;
import org.tarnlake.row.DecimalVector;
import org.tarnlake.row.DoubleVector;
import org.tarnlake.row.FloatVector;
import org.tarnlake.row.IntVector;
import org.tarnlake.row.ListVector;
import org.tarnlake.row.LongVector;
import org.tarnlake.row.MapVector;
import org.tarnlake.row.Row;
import org.tarnlake.row.StructVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.ListType;
import org.tarnlake.schema.MapType;
import org.tarnlake.schema.PrimitiveType;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.StructType;
import org.tarnlake.schema.TableName;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.Upload;
import org.tarnlake.upkeep.Compacted;

/**
 * Every public method that takes no null says so, and names what is null: a NullPointerException
 * from somewhere inside tells nobody which argument was wrong.
 */
class NullArgumentsTest {
  @TempDir Path folder;
  private int folders;

  @Test
  void nullIsRefusedByNameWhereverItIsPassed() throws Exception {
    List<String> wrong = new ArrayList<>();
    int calls = 0;
    for (Class<?> type : PublicSurfaceTest.publicTypes()) {
      for (Executable each : executables(type)) {
        AnnotatedType[] parameters = each.getAnnotatedParameterTypes();
        for (int i = 0; i < parameters.length; i++) {
          for (Object bad : bad(parameters[i])) {
            calls++;
            String outcome = outcome(type, each, i, bad);
            if (outcome != null) {
              wrong.add("%s, argument %d: %s".formatted(each, i, outcome));
            }
          }
        }
      }
    }
    assertThat(calls).isGreaterThan(200);
    assertThat(wrong).as(wrong.size() + " of " + calls).isEmpty();
  }

  private static List<Executable> executables(Class<?> type) {
    List<Executable> found = new ArrayList<>();
    if (Throwable.class.isAssignableFrom(type)) {
      return found;
    }
    if (!Modifier.isAbstract(type.getModifiers())) {
      for (Constructor<?> each : type.getDeclaredConstructors()) {
        if (Modifier.isPublic(each.getModifiers())) {
          found.add(each);
        }
      }
    }
    for (Method each : type.getDeclaredMethods()) {
      boolean isTried =
          Modifier.isPublic(each.getModifiers())
              && !each.isSynthetic()
              && !each.getName().matches("equals|valueOf")
              && (!type.isInterface()
                  || each.isDefault()
                  || Modifier.isStatic(each.getModifiers()));
      if (isTried) {
        found.add(each);
      }
    }
    return found;
  }

  /** What must not be passed for a parameter: null, or a list with a null in it. */
  private static List<@Nullable Object> bad(AnnotatedType type) {
    List<@Nullable Object> bad = new ArrayList<>();
    if (type.getType() instanceof Class<?> c && c.isPrimitive()) {
      return bad;
    }
    if (!isNullable(type)) {
      bad.add(null);
    }
    if (type instanceof AnnotatedArrayType array
        && array.getAnnotatedGenericComponentType().getType() instanceof Class<?> component
        && !component.isPrimitive()
        && !isNullable(array.getAnnotatedGenericComponentType())) {
      bad.add(Array.newInstance(component, 1));
    }
    if (type instanceof AnnotatedParameterizedType generic
        && generic.getType().getTypeName().matches("java.util.(List|Collection)<.*")
        && !isNullable(generic.getAnnotatedActualTypeArguments()[0])) {
      bad.add(Collections.singletonList(null));
    }
    return bad;
  }

  private static boolean isNullable(AnnotatedType type) {
    return type.isAnnotationPresent(Nullable.class) || type instanceof AnnotatedWildcardType;
  }

  /** What is wrong with the outcome of a call; null if nothing is. */
  private @Nullable String outcome(Class<?> type, Executable each, int bad, @Nullable Object value)
      throws Exception {
    Class<?>[] types = each.getParameterTypes();
    Object[] arguments = new Object[types.length];
    Object receiver =
        each instanceof Constructor || Modifier.isStatic(each.getModifiers()) ? null : sample(type);
    for (int i = 0; i < types.length; i++) {
      arguments[i] = i == bad ? value : sample(types[i]);
    }
    try {
      if (each instanceof Constructor<?> constructor) {
        constructor.newInstance(arguments);
      } else {
        ((Method) each).invoke(receiver, arguments);
      }
      return "no error";
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      boolean isRight =
          (cause instanceof IllegalArgumentException || cause instanceof InvalidDataException)
              && String.valueOf(cause.getMessage()).contains("null");
      return isRight ? null : cause.toString();
    }
  }

  private static final StructType COLUMNS =
      new StructType(
          List.of(Field.required("id", DataType.LONG), Field.optional("s", DataType.STRING)));

  private static final Predicate EQ = Predicate.parse("id = 1");

  private Lake lake() {
    Lake lake = Lake.create(new MemoryStore(), Environment.system());
    lake.transact(
        tx -> {
          tx.createTable("x", new Schema(COLUMNS, List.of()));
          tx.append("x", 1, "s");
        });
    return lake;
  }

  private static Batch batch() {
    Vector ids = new LongVector(DataType.LONG, new long[] {1}, 1, null);
    return new Batch(COLUMNS, List.of(ids, Vector.constant(DataType.STRING, "s", 1)), 1);
  }

  /** An object of a type, made anew. */
  private Object sample(Class<?> type) throws Exception {
    if (type == int.class) {
      return 0;
    }
    if (type == long.class) {
      return 0L;
    }
    if (type == boolean.class) {
      return false;
    }
    if (type.isArray()) {
      Class<?> component = type.getComponentType();
      Object array = Array.newInstance(component, 1);
      if (!component.isPrimitive()) {
        Array.set(array, 0, sample(component));
      }
      return array;
    }
    if (type.isEnum()) {
      return type.getEnumConstants()[0];
    }
    Sample sample = SAMPLES.get(type);
    if (sample == null) {
      throw new AssertionError("NullArgumentsTest.SAMPLES has none of " + type);
    }
    return sample.make(this);
  }

  @FunctionalInterface
  private interface Sample {
    Object make(NullArgumentsTest test) throws Exception;
  }

  private static Map.Entry<Class<?>, Sample> of(Class<?> type, Sample sample) {
    return Map.entry(type, sample);
  }

  private Path newFolder() throws Exception {
    return Files.createDirectory(folder.resolve("f" + folders++));
  }

  private static final Map<Class<?>, Sample> SAMPLES =
      Map.ofEntries(
          of(Compacted.class, test -> Compacted.NOTHING),
          of(Object.class, test -> 1L),
          of(String.class, test -> "x"),
          of(CharSequence.class, test -> "x"),
          of(Throwable.class, test -> new Exception()),
          of(Boolean.class, test -> true),
          of(Class.class, test -> Row.class),
          of(Path.class, NullArgumentsTest::newFolder),
          of(Instant.class, test -> Instant.now()),
          of(Duration.class, test -> Duration.ZERO),
          of(InstantSource.class, test -> InstantSource.system()),
          of(Supplier.class, test -> (Supplier<Object>) List::of),
          of(RandomGenerator.class, test -> RandomGenerator.getDefault()),
          of(ExecutorService.class, test -> Environment.system().background()),
          of(Environment.Pause.class, test -> (Environment.Pause) duration -> {}),
          of(Consumer.class, test -> (Consumer<Object>) x -> {}),
          of(OutputStream.class, test -> new ByteArrayOutputStream()),
          of(List.class, test -> List.of()),
          of(Collection.class, test -> List.of()),
          of(Iterable.class, test -> List.of()),
          of(Iterator.class, test -> List.of().iterator()),
          of(Stream.class, test -> Stream.of()),
          of(Map.class, test -> Map.of()),
          of(Lake.class, NullArgumentsTest::lake),
          of(Transaction.class, test -> test.lake().begin()),
          of(Appender.class, test -> test.lake().begin().appender("x")),
          of(Session.class, test -> test.lake().session()),
          of(Snapshot.class, test -> test.lake().latest()),
          of(Table.class, test -> test.lake().latest().table("x")),
          of(Scan.class, test -> test.lake().scan("x")),
          of(ChangeFeed.class, test -> test.lake().changes()),
          of(
              Changes.class,
              test -> {
                Changes changes = test.lake().changes().open();
                changes.nextVersion();
                changes.next();
                return changes;
              }),
          of(
              Rows.class,
              test -> {
                Rows rows = test.lake().scan("x").rows();
                rows.next();
                return rows;
              }),
          of(Alter.class, test -> test.lake().begin().alter("x")),
          of(Update.class, test -> test.lake().begin().update("x")),
          of(Merge.class, test -> test.lake().begin().merge("x")),
          of(Merge.Matched.class, test -> test.lake().begin().merge("x").whenMatched()),
          of(Merge.NotMatched.class, test -> test.lake().begin().merge("x").whenNotMatched()),
          of(
              Merge.NotMatchedBySource.class,
              test -> test.lake().begin().merge("x").whenNotMatchedBySource()),
          of(Function.class, test -> (Function<Object, Object>) x -> x),
          of(Work.class, test -> (Work<RuntimeException>) tx -> {}),
          of(Computation.class, test -> (Computation<Object, RuntimeException>) tx -> 1),
          of(Backup.Progress.class, test -> (Backup.Progress) (done, all) -> {}),
          of(Environment.class, test -> Environment.system()),
          of(ObjectStore.class, test -> new MemoryStore()),
          of(MemoryStore.class, test -> new MemoryStore()),
          of(ObjectInfo.class, test -> new ObjectInfo("x", 1, 1)),
          of(Upload.class, test -> new MemoryStore().upload("x")),
          of(Schema.class, test -> new Schema(COLUMNS, List.of())),
          of(Schema.Builder.class, test -> Schema.builder()),
          of(StructType.class, test -> COLUMNS),
          of(DataType.class, test -> DataType.LONG),
          of(PrimitiveType.class, test -> PrimitiveType.LONG),
          of(DecimalType.class, test -> new DecimalType(9, 2)),
          of(ListType.class, test -> new ListType(DataType.LONG, true)),
          of(MapType.class, test -> new MapType(DataType.LONG, DataType.LONG, true)),
          of(Field.class, test -> COLUMNS.field(0)),
          of(TableName.class, test -> TableName.parse("x")),
          of(Predicate.class, test -> Predicate.parse("id = 1")),
          of(Literal.class, test -> new Literal(1L)),
          of(ColumnPath.class, test -> ColumnPath.find(COLUMNS, "id")),
          of(Expression.class, test -> Expression.parse("id + 1")),
          of(BoundExpression.class, test -> Expression.parse("id + 1").bind(COLUMNS)),
          of(BoundPredicate.class, test -> Predicate.parse("id = 1").bind(COLUMNS)),
          of(StatisticsLookup.class, test -> (StatisticsLookup) path -> new Range(1L, 1L, 0, 1)),
          of(Selection.class, test -> Predicate.parse("id = 1").bind(COLUMNS).evaluate(batch())),
          of(Range.class, test -> new Range(1L, 1L, 0, 1)),
          of(Predicate.And.class, test -> new Predicate.And(List.of(EQ, EQ))),
          of(Predicate.Or.class, test -> new Predicate.Or(List.of(EQ, EQ))),
          of(BigDecimal.class, test -> BigDecimal.ONE),
          of(Batches.class, test -> test.lake().scan("x").batches()),
          of(ParquetWriter.class, test -> ParquetWriter.open(new ByteArrayOutputStream(), COLUMNS)),
          of(Batch.class, test -> batch()),
          of(BatchRow.class, test -> batch().row(0)),
          of(Row.class, test -> batch().row(0)),
          of(Vector.class, test -> batch().vector(0)),
          of(LongVector.class, test -> batch().vector(0)),
          of(BytesVector.class, test -> Vector.constant(DataType.STRING, "s", 1)),
          of(BooleanVector.class, test -> Vector.constant(DataType.BOOLEAN, true, 1)),
          of(IntVector.class, test -> Vector.constant(DataType.INT, 1, 1)),
          of(FloatVector.class, test -> Vector.constant(DataType.FLOAT, 1f, 1)),
          of(DoubleVector.class, test -> Vector.constant(DataType.DOUBLE, 1d, 1)),
          of(
              DecimalVector.class,
              test -> new DecimalVector(new DecimalType(9, 2), new long[] {1}, 1, null)),
          of(
              ListVector.class,
              test ->
                  new ListVector(
                      new ListType(DataType.LONG, true),
                      batch().vector(0),
                      new int[1],
                      new int[1],
                      1,
                      null)),
          of(
              MapVector.class,
              test ->
                  new MapVector(
                      new MapType(DataType.LONG, DataType.LONG, true),
                      batch().vector(0),
                      batch().vector(0),
                      new int[1],
                      new int[1],
                      1,
                      null)),
          of(
              StructVector.class,
              test ->
                  new StructVector(
                      COLUMNS,
                      Arrays.asList(batch().vector(0), batch().vector(1)).toArray(Vector[]::new),
                      1,
                      null)));
}
