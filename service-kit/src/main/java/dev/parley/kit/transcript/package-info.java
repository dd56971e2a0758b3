/** What is said in videos that are made from text: admission writes it, engines move mouths by it. */
package dev.parley.kit.transcript;
