// Receives webhooks, checks who sent them, and counts each one once. Usage: API_SECRET=... node receiver.mjs [PORT]
import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import { buffer } from "node:stream/consumers";

const { API_SECRET: secret } = process.env, seen = new Set();

createServer(async (request, response) => {
  const body = await buffer(request), { "x-signature": signature = "", "x-webhook-id": id } = request.headers;
  const right = Buffer.from(createHmac("sha256", secret).update(body).digest("hex")), given = Buffer.from(signature);
  const genuine = given.length === right.length && timingSafeEqual(given, right);
  if (genuine && !seen.has(id)) {
    const event = JSON.parse(seen.add(id) && body);
    console.log(event.type, event.created_at, event.url ?? "");
  }
  response.writeHead(genuine ? 204 : 401).end();
}).listen(Number(process.argv[2] ?? 9000), "127.0.0.1");
