#!/usr/bin/env bash
# cloudevents 10.0.0 from npm (the JavaScript SDK), with messages shaped as kafkajs 2.2.4 gives them to `eachMessage`
#
# Question: can `Kafka.toEvent` of the SDK read a message as the usual Kafka client of Node delivers it?
# A guess: yes: its type KafkaMessage mirrors that client's message, and Kafka.binary and Kafka.structured make what
#   that client sends.
# What happens: kafkajs delivers key, value and header values as Buffers, the SDK calls string methods on them:
#   TypeError for a binary and for a structured event, both valid; in structured mode even `Kafka.isEvent`, which
#   should answer yes or no, throws. With the headers turned into strings both are read, but `partitionkey`, a
#   string attribute, is now a Buffer (turn the key into a string too). And a structured event without the attribute
#   `time`, which is optional, throws RangeError in any case; the same event in binary mode is read.
#
# Output seen:
#   binary, as delivered: TypeError: contentType.startsWith is not a function
#   structured, as delivered: TypeError: headers[__1.CONSTANTS.HEADER_CONTENT_TYPE]?.startsWith is not a function
#   structured, isEvent: TypeError: headers[__1.CONSTANTS.HEADER_CONTENT_TYPE]?.startsWith is not a function
#   binary, strings in the headers: id 1, partitionkey is a Buffer
#   structured, strings in the headers: id 1, partitionkey is a Buffer
#   structured, strings and a string key: id 1, partitionkey is a string
#   structured, strings, no time: RangeError: Invalid time value
#   binary, strings, no time: id 1, partitionkey is a Buffer

. "$(dirname "$0")/fetch.sh"
npm_packages cloudevents@10.0.0

cat > read.js <<'JS'
const { Kafka } = require("cloudevents");

const delivered = (headers, value) => ({
  key: Buffer.from("k"),
  value: Buffer.from(JSON.stringify(value)),
  headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)])),
  timestamp: "1700000000000", attributes: 0, offset: "0", size: 0,
});
const strings = (message) => ({
  ...message,
  headers: Object.fromEntries(Object.entries(message.headers).map(([name, bytes]) => [name, bytes.toString()])),
});
const kind = (value) => Buffer.isBuffer(value) ? "Buffer" : typeof value;
const show = (label, read) => {
  let seen;
  try {
    const event = read();
    seen = event === true ? "yes" : `id ${event.id}, partitionkey is a ${kind(event.partitionkey)}`;
  } catch (error) {
    seen = `${error.name}: ${error.message}`;
  }
  console.log(`${label}: ${seen}`);
};

const untimed = { id: "1", type: "t", source: "/s", specversion: "1.0" };
const timed = { ...untimed, time: "2026-01-02T03:04:05Z" };
const json = (type) => ({ "content-type": type });
const prefixed = (attributes) =>
  Object.fromEntries(Object.entries(attributes).map(([name, text]) => [`ce_${name}`, text]));
const binary = (attributes) =>
  delivered({ ...prefixed(attributes), ...json("application/json") }, { a: 1 });
const structured = (attributes) =>
  delivered(json("application/cloudevents+json"), { ...attributes, data: { a: 1 } });

show("binary, as delivered", () => Kafka.toEvent(binary(timed)));
show("structured, as delivered", () => Kafka.toEvent(structured(timed)));
show("structured, isEvent", () => Kafka.isEvent(structured(timed)));
show("binary, strings in the headers", () => Kafka.toEvent(strings(binary(timed))));
show("structured, strings in the headers", () => Kafka.toEvent(strings(structured(timed))));
show("structured, strings and a string key", () => Kafka.toEvent({ ...strings(structured(timed)), key: "k" }));
show("structured, strings, no time", () => Kafka.toEvent(strings(structured(untimed))));
show("binary, strings, no time", () => Kafka.toEvent(strings(binary(untimed))));
JS
node read.js | tee seen

for case in "binary, as delivered" "structured, as delivered" "structured, isEvent"; do
  grep -q "^$case: TypeError" seen || changed "$case"
done
[ "$(grep -c 'in the headers: id 1, partitionkey is a Buffer$' seen)" = 2 ] || changed "strings in the headers"
grep -q 'string key: id 1, partitionkey is a string$' seen || changed "a string key"
grep -q '^structured, strings, no time: RangeError' seen || changed "a structured event without a time"
grep -q '^binary, strings, no time: id 1' seen || changed "a binary event without a time"
