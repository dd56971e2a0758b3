/** What a farm needs of this machine, looked at one thing after the other, each with what to do where it is missing. */
package dev.parley.cli.doctor;
