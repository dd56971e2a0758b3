/** Asks a farm for videos over its topics, without HTTP. */
package dev.parley.kafka;
