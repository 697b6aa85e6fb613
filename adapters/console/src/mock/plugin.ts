/// <reference types="node" />
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Plugin, PreviewServer, ViteDevServer } from 'vite';
import { Refused } from './acts';
import { answer, type Asked } from './answers';
import { readPack } from './pack';
import { whistleFacts } from './registers';
import { World, type MockRecord } from './world';

// Stands in for the gateway while pages are made: `npm run demo`. Never part of the build.
// WHISTLE_MOCK_CASES: how many cases are open at first; WHISTLE_MOCK_STEP_MS: how often something
// happens, 0: never.

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  if (!request.headers['content-type']?.includes('json')) return {};
  return JSON.parse(Buffer.concat(parts).toString('utf8') || '{}') as Record<string, unknown>;
}

function sendEvents(world: World, request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  const send = (record: MockRecord): void => {
    const data = JSON.stringify({ sequence: String(record.sequence), facts: record.facts });
    response.write(`id: ${record.sequence}\nevent: record\ndata: ${data}\n\n`);
  };
  response.write(': welcome\n\n');
  const asked = new URL(request.url ?? '/', 'http://mock').searchParams.get('last_event_id');
  const after = Number(request.headers['last-event-id'] ?? asked ?? Infinity);
  if (after === 0) whistleFacts(world).forEach(send);
  for (const record of world.records) if (record.sequence > after) send(record);
  const leave = world.subscribe(send);
  const ping = setInterval(() => response.write(': ping\n\n'), 15_000);
  request.on('close', () => {
    clearInterval(ping);
    leave();
  });
}

async function handle(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://mock');
  const path = url.pathname.slice('/api/v1/'.length);
  const who = /whistle_session=(\w+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
  if (path === 'events') return sendEvents(world, request, response);
  try {
    const body = await bodyOf(request);
    if (path === 'session' && request.method === 'DELETE') {
      response.setHeader('Set-Cookie', 'whistle_session=; Path=/; Max-Age=0');
      response.end('{}');
      return;
    }
    const asked: Asked = { method: request.method ?? 'GET', path, query: url.searchParams, body };
    const said = answer(world, asked, who);
    if (path === 'session' && request.method === 'POST') {
      const cookie = `whistle_session=${String(body['name'])}; Path=/; HttpOnly; SameSite=Strict`;
      response.setHeader('Set-Cookie', cookie);
    }
    const isText = typeof said === 'string';
    response.setHeader('Content-Type', isText ? 'text/plain' : 'application/json');
    response.end(isText ? said : JSON.stringify(said));
  } catch (caught) {
    if (!(caught instanceof Refused)) throw caught;
    response.writeHead(caught.status, { 'Content-Type': 'application/problem+json' });
    response.end(
      JSON.stringify({
        type: 'about:blank',
        title: caught.reason,
        status: caught.status,
        detail: caught.message,
        reason: caught.reason,
        retry_after_ms: 0,
      }),
    );
  }
}

// As the gateway says it, so that a built console shows here what it would be forbidden there.
const safety =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; " +
  "img-src 'self' data: blob:; connect-src 'self'; object-src 'none'; base-uri 'none'; " +
  "form-action 'self'; frame-ancestors 'none'";

export function mockGateway(config: string): Plugin {
  function answerHere(server: ViteDevServer | PreviewServer): void {
    const count = Number(process.env['WHISTLE_MOCK_CASES'] ?? 400);
    const stepMs = Number(process.env['WHISTLE_MOCK_STEP_MS'] ?? 2000);
    const world = new World(readPack(config, 'changtai'), count, () => Date.now());
    if (stepMs > 0) setInterval(() => world.step(), stepMs).unref();
    server.middlewares.use((request, response, next) => {
      if (!request.url?.startsWith('/api/v1/')) return next();
      handle(world, request, response).catch((caught: unknown) => {
        server.config.logger.error(String(caught));
        response.statusCode = 500;
        response.end();
      });
    });
  }
  return {
    name: 'mock-gateway',
    configureServer: answerHere,
    configurePreviewServer(server) {
      server.middlewares.use((_request, response, next) => {
        response.setHeader('Content-Security-Policy', safety);
        next();
      });
      answerHere(server);
    },
  };
}
