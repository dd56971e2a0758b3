/** Calls made from an OpenAPI document, to hold a running service against it. */
package dev.parley.testkit.openapi;
