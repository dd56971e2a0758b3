/** What the processes of this machine's farm wrote into their logs. */
package dev.parley.cli.logs;
