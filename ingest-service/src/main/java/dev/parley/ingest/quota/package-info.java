/** What tenants use of a farm, and how much of it they may. */
package dev.parley.ingest.quota;
