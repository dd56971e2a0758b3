/** Who calls, and what they may do: keys, what browsers get for one, tenants, the audit log. Off unless a farm asks for it. */
package dev.parley.ingest.access;
