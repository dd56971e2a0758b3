/** The farm around a service under test: a real broker and a real store, in the test's own JVM. */
package dev.parley.testkit;
