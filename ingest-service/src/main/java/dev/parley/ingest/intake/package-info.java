/** How requests become jobs, over HTTP ({@code Submissions}) and from the topic ({@code Intake}). */
package dev.parley.ingest.intake;
