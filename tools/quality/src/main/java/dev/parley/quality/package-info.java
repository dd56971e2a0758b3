/** How well the model talks: measured in what it renders. */
package dev.parley.quality;
