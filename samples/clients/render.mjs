#!/usr/bin/env node
// A video by REST, with Node's own fetch (20 or newer): render.mjs PICTURE RECORDING VIDEO
import { createHash, randomUUID } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';

const farm = process.env.PARLEY_URL ?? 'http://127.0.0.1:8080';
const ended = new Set(['completed', 'rejected', 'failed', 'cancelled']);
const sleep = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

/** What may pass is tried again, when the farm says or after growing pauses. */
async function call(path, options = {}) {
    for (let attempt = 0; ; attempt++) {
        let pause = 2 ** attempt;
        try {
            const answer = await fetch(farm + path, { ...options, signal: AbortSignal.timeout(660_000) });
            if (answer.ok) return answer;
            const text = await answer.text();
            if (![429, 500, 502, 503, 504].includes(answer.status) || attempt === 7) {
                throw Object.assign(new Error(`${path}: ${answer.status} ${text}`), { final: true });
            }
            pause = Number(answer.headers.get('Retry-After')) || pause;
        } catch (broken) {
            if (broken.final || attempt === 7) throw broken;
        }
        await sleep(pause);
    }
}

async function upload(file) {
    const answer = await call('/v1/uploads', { method: 'POST', body: await readFile(file) });
    return (await answer.json()).input;
}

/** The job's states as server-sent events, connecting again until the last. */
async function* states(job) {
    let last;
    while (true) {
        try {
            const answer = await call(`/v1/jobs/${job}/events`, { headers: last ? { 'Last-Event-ID': last } : {} });
            let rest = '';
            for await (const part of answer.body.pipeThrough(new TextDecoderStream())) {
                const lines = (rest + part).split('\n');
                rest = lines.pop();
                for (const line of lines) {
                    if (line.startsWith('id:')) last = line.slice(3).trim();
                    if (!line.startsWith('data:')) continue;
                    const state = JSON.parse(line.slice(5));
                    yield state;
                    if (ended.has(state.status)) return;
                }
            }
        } catch (broken) {
            if (broken.final) throw broken;
        }
        await sleep(1);
    }
}

const [picture, recording, target] = process.argv.slice(2);
const request = {
    image: await upload(picture),
    speakers: [{ audio: await upload(recording) }],
    prompt: 'a woman talks',
    engine: 'pantomime', // a quick preview; leave it out for the farm's own
    idempotencyKey: randomUUID(), // a repeated call is the same job
};
const headers = { 'Content-Type': 'application/json' };
const { jobId } = await (await call('/v1/jobs', { method: 'POST', headers, body: JSON.stringify(request) })).json();
let state;
for await (state of states(jobId)) console.error(state.status, state.committedFrames);
if (state.status !== 'completed') throw new Error(`job ${jobId} is ${state.status}: ${state.message}`);

const video = Buffer.from(await (await call(`/v1/jobs/${jobId}/video?stream=true`)).arrayBuffer());
if (createHash('sha256').update(video).digest('hex') !== state.video.sha256) throw new Error('the video is damaged');
await writeFile(target + '.part', video);
await rename(target + '.part', target); // under its name only when it is whole
console.log(jobId);
