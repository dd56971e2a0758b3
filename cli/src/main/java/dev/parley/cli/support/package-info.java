/** A bundle for whoever is to find out what is wrong with a farm: all that helps, and no secret. */
package dev.parley.cli.support;
