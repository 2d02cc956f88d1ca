import { createServer, request } from 'node:http';
import { once } from 'node:events';

/** A reverse proxy that serves an installation under a path prefix, and can be taken away and put back. */
export class Proxy {
  static async start(target, prefix) {
    const proxy = new Proxy(target, prefix);
    await proxy.listen(0);
    return proxy;
  }

  constructor(target, prefix) {
    this.target = new URL(target);
    this.prefix = prefix;
  }

  async listen(port) {
    this.server = createServer((asked, answer) => this.pass(asked, answer));
    this.server.listen(port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = this.server.address().port;
  }

  get address() {
    return `http://127.0.0.1:${this.port}${this.prefix}/`;
  }

  /** Cuts every connection; nobody listens any more. */
  async takeAway() {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  putBack() {
    return this.listen(this.port);
  }

  pass(asked, answer) {
    if (!asked.url.startsWith(`${this.prefix}/`)) {
      answer.writeHead(404).end('outside of the prefix');
      return;
    }
    const { hostname, port } = this.target;
    const headers = { ...asked.headers, 'x-forwarded-prefix': this.prefix };
    const passed = request(
      { hostname, port, path: asked.url.slice(this.prefix.length), method: asked.method, headers },
      (got) => {
        answer.writeHead(got.statusCode, got.headers);
        got.pipe(answer);
      },
    );
    passed.on('error', () => answer.destroy());
    answer.on('close', () => passed.destroy());
    asked.pipe(passed);
  }
}
