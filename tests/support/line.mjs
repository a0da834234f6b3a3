// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A line to a server: counts what comes back, and can make everything late.
//
//     const line = await startLine({ to: { host, port }, delay_ms: 200 });      line.base, line.received, line.close()
//
//     node tests/support/line.mjs '{"to": {"host": "10.0.0.1", "port": 8080}, "port": 8080, "delay_ms": 200}'
//
// The program runs until standard input ends; it prints a line when it listens, and then the bytes received.

import net from "node:net";
import { pathToFileURL } from "node:url";

/** `delay_ms` each way; a new connection takes two more. */
export async function startLine({ to, host = "127.0.0.1", port = 0, delay_ms = 0 }) {
  const line = { received: 0 };
  const open = new Set();
  const later = (act) => (delay_ms === 0 ? act() : void setTimeout(act, delay_ms));
  const server = net.createServer({ allowHalfOpen: true }, (near) => {
    const far = net.connect({ ...to, allowHalfOpen: true });
    far.on("data", (chunk) => (line.received += chunk.length));
    // The handshake of the far end costs a round trip before anything can be sent.
    near.pause();
    far.once("connect", () => later(() => later(() => near.resume())));
    for (const [from, into] of [[near, far], [far, near]]) {
      open.add(from);
      from.setNoDelay(true);
      from.on("data", (chunk) => later(() => into.writable && into.write(chunk)));
      from.on("end", () => later(() => into.end()));
      from.on("error", () => into.destroy());
      from.on("close", () => open.delete(from));
    }
  });
  await new Promise((resolve, reject) => server.once("error", reject).listen(port, host, resolve));
  line.base = `http://${host}:${server.address().port}`;
  line.close = () => {
    server.close();
    for (const socket of open) socket.destroy();
  };
  return line;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const line = await startLine(JSON.parse(process.argv[2]));
  console.log(line.base);
  process.stdin.resume().once("end", () => {
    console.log(line.received);
    line.close();
  });
}
