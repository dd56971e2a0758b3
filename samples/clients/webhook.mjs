#!/usr/bin/env node
// Receives a farm's webhooks and checks their signatures (Standard Webhooks): WEBHOOK_SECRET=whsec_... webhook.mjs PORT
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const key = Buffer.from(process.env.WEBHOOK_SECRET.replace(/^whsec_/, ''), 'base64');
const tolerance = 300; // seconds; an older call may be one that somebody recorded
const largest = 1 << 20;

function isGenuine(headers, body) {
    const { 'webhook-id': id = '', 'webhook-timestamp': sent = '', 'webhook-signature': signatures = '' } = headers;
    if (!/^\d{1,12}$/.test(sent) || Math.abs(Date.now() / 1000 - Number(sent)) > tolerance) return false;
    const digest = createHmac('sha256', key).update(`${id}.${sent}.`).update(body).digest('base64');
    const expected = Buffer.from('v1,' + digest);
    // Several signatures while a secret is being changed; one that fits is enough.
    return signatures.split(' ').map((given) => Buffer.from(given))
        .some((given) => given.length === expected.length && timingSafeEqual(given, expected));
}

const server = createServer({ requestTimeout: 15_000 }, async (call, answer) => {
    const parts = [];
    let bytes = 0;
    for await (const part of call) {
        bytes += part.length;
        if (bytes > largest) return answer.writeHead(413, { Connection: 'close' }).end();
        parts.push(part);
    }
    const body = Buffer.concat(parts);
    if (!isGenuine(call.headers, body)) return answer.writeHead(401).end();
    const { type, data } = JSON.parse(body);
    // The same webhook-id again is the same call: a farm that did not hear our answer repeats it.
    console.log(call.headers['webhook-id'], type, data.jobId);
    answer.writeHead(204).end();
});
server.listen(Number(process.argv[2]), '127.0.0.1', () => console.log(`listening on ${server.address().port}`));
