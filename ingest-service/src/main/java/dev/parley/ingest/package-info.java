/** The farm's front door: takes requests in, keeps the view of all jobs, calls back when they end. */
package dev.parley.ingest;
