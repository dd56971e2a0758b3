/** What the three services stand on. Nothing here knows what a service does with it. */
package dev.parley.kit;
