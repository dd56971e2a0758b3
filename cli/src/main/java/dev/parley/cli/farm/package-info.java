/**
 * The farm on this machine: broker, store and the three services as child processes of one launcher, their data in one
 * directory. {@link dev.parley.cli.farm.EmbeddedFarm} is the way in.
 */
package dev.parley.cli.farm;
