/** The entrance of the farm: takes requests in, keeps the view of all jobs, calls back when they end. */
package dev.parley.ingest;
