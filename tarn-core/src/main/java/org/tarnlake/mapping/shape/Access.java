package org.tarnlake.mapping.shape;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;

/** Handles of members, those that are not public included where a module allows it. Stateless. */
final class Access {
  private Access() {}

  /** A method that takes and returns Object. */
  static MethodHandle of(Method method, Class<?> owner) {
    open(method, owner);
    try {
      MethodHandle handle = MethodHandles.lookup().unreflect(method);
      MethodType general = handle.type().generic();
      boolean isSetter = method.getParameterCount() > 0;
      return handle.asType(isSetter ? general.changeReturnType(void.class) : general);
    } catch (IllegalAccessException e) {
      throw closed(owner, e);
    }
  }

  /** A constructor that returns Object. */
  static MethodHandle of(Constructor<?> constructor) {
    Class<?> owner = constructor.getDeclaringClass();
    open(constructor, owner);
    try {
      MethodHandle handle = MethodHandles.lookup().unreflectConstructor(constructor);
      return handle.asType(handle.type().generic());
    } catch (IllegalAccessException e) {
      throw closed(owner, e);
    }
  }

  private static void open(AccessibleObject member, Class<?> owner) {
    if (!member.trySetAccessible()) {
      throw closed(owner, null);
    }
  }

  private static InvalidDataException closed(Class<?> owner, @Nullable Throwable cause) {
    String message =
        "%s is closed to Tarn; write 'opens %s to org.tarnlake;' into the module-info.java of module %s, or make the class public in a package that the module exports"
            .formatted(ClassShape.text(owner), owner.getPackageName(), owner.getModule().getName());
    return cause == null
        ? new InvalidDataException(message)
        : new InvalidDataException(message, cause);
  }
}
