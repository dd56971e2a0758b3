/** Dead letters: of jobs that the farm gave up; reading, writing, and asking for what they could not become once more. */
package dev.parley.ingest.letters;
