/** A farm as it is spoken to over HTTP. */
package dev.parley.cli.http;
