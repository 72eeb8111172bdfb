// A server's side of a questionnaire: what is asked, drafts that nobody writes over unseen, responses that are taken once. It
// can be away, and it can take what it is sent without anyone hearing of it.
import { createHash } from 'node:crypto';

const PROBLEM = 'application/problem+json';

export class Served {
  /** Below this path of the site. */
  path = '/api/questionnaires/';
  /** `away`: no connection lasts; `mute`: what is sent is taken, and the connection is lost before the answer. */
  state = 'there';
  #documents = new Map();
  #drafts = new Map();
  /** What was sent, by key of the request. */
  sent = new Map();
  /** What was refused, to be told in a problem's words. */
  refusal;

  add(document) {
    const digest = createHash('sha256').update(JSON.stringify(document)).digest('hex');
    this.#documents.set(document.id, { document, digest });
  }

  /** Of what is asked. */
  digest(id) {
    return this.#documents.get(id).digest;
  }

  draft(id) {
    return this.#drafts.get(id);
  }

  /** Saves as another machine would. */
  saveDraft(id, answers) {
    const version = (this.draft(id)?.version ?? 0) + 1;
    this.#drafts.set(id, { version, digest: this.#documents.get(id).digest, answers });
    return version;
  }

  #save(id, body, seen) {
    const there = this.draft(id);
    if (seen !== (there?.version ?? 0)) return [412, { title: 'It was changed since', detail: 'other answers were saved since', draft: there }];
    return [200, { version: this.saveDraft(id, body.answers) }];
  }

  #send(body, key) {
    if (this.refusal) return [409, this.refusal];
    if (this.sent.has(key)) return [200, { response: 'R-1' }];
    this.sent.set(key, body.answers);
    return [201, { response: 'R-1' }];
  }

  #answer(id, what, request, body) {
    const known = this.#documents.get(id);
    if (!known) return [404, { detail: `there is no questionnaire ${id}` }];
    const { document, digest } = known;
    const { headers, method } = request;
    switch (`${method} ${what}`) {
      case 'GET ': return [200, { id, title: id, version: document.version, digest }];
      case 'GET document': return [200, document];
      case 'GET draft': return this.draft(id) ? [200, this.draft(id)] : [204];
      case 'PUT draft': return this.#save(id, body, Number(headers['if-match']?.replaceAll('"', '') ?? 0));
      case 'POST responses': return this.#send(body, headers['idempotency-key']);
      default: return [404, { detail: `${method} ${what} is not served` }];
    }
  }

  /** Answers a request, if it is one for the questionnaires. */
  async handle(request, response, path) {
    if (path === '/api/session' && this.state === 'there') {
      response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}');
      return true;
    }
    if (!path.startsWith('/api/')) return false;
    if (this.state === 'away') {
      request.socket.destroy();
      return true;
    }
    const [id, what = ''] = path.slice(this.path.length).split('/');
    const parts = [];
    for await (const part of request) parts.push(part);
    const body = parts.length > 0 ? JSON.parse(Buffer.concat(parts)) : undefined;
    const [status, said] = this.#answer(id, what, request, body);
    if (this.state === 'mute' && request.method !== 'GET') {
      request.socket.destroy();
      return true;
    }
    response.writeHead(status, { 'Content-Type': status < 400 ? 'application/json' : PROBLEM, 'Cache-Control': 'no-store' }).end(JSON.stringify(said));
    return true;
  }
}
