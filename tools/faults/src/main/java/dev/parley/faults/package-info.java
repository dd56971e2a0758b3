/** Starts a farm, disturbs it, and checks that nothing was lost. */
package dev.parley.faults;
