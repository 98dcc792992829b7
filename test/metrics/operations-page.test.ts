import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import type { CallOutcome } from '../../src/blink/transport/call-observer';
import { metricsPageOf } from '../../src/server/metrics/metrics-page-of';
import { REVIEW_REASONS } from '../../src/orders/domain/order';
import { REVIEW_REASONS as REPEAT_PAYMENT_REASONS } from '../../src/repeat-payments/domain/repeat-payment';
import { samplesIn, type Sample } from '../support/metrics';
import { type Rig, startRig } from '../support/rig';
import { createOrder, FRICTIONLESS, payByCard } from '../support/shopper';

const TOP = path.join(__dirname, '..', '..');
const read = (file: string) => readFileSync(path.join(TOP, file), 'utf8');

/** Everything in PromQL that our rules use and that is no metric. */
const LANGUAGE = /\b(?:sum|max|by|rate|increase|histogram_quantile|and|le|reason|limit|what|\d+[mh])\b/g;

/** Not all of them have happened here; that these are all there are is checked by the compiler. */
const OUTCOMES = Object.keys({
  '2xx': 1,
  '3xx': 1,
  '4xx': 1,
  rate_limited: 1,
  '5xx': 1,
  not_connected: 1,
  timeout: 1,
  connection_lost: 1,
  too_large: 1,
  held_back: 1,
} satisfies Record<CallOutcome, 1>);

describe('the page on running it', () => {
  let rig: Rig;
  let text: string;
  let samples: readonly Sample[];
  beforeAll(async () => {
    rig = await startRig({
      env: {
        METRICS_PORT: '0',
        MERCHANT_WEBHOOK_URL: 'http://127.0.0.1:9/',
        SMTP_URL: 'smtp://127.0.0.1:9',
        MAIL_FROM: 'shop@example.test',
        MERCHANT_WEBHOOK_SECRET: `whsec_${Buffer.alloc(24, 1).toString('base64')}`,
      },
    });
    const order = await createOrder(rig);
    await payByCard(rig, order.checkout_url, FRICTIONLESS);
    text = (await metricsPageOf(rig.dependencies, null)?.text()) ?? '';
    samples = samplesIn(text);
  });
  afterAll(() => rig.stop());

  const names = (of: string) => [...of.matchAll(/^# TYPE (\S+)/gm)].map(([, name = '']) => name);

  describe('names', () => {
    const page = read('docs/operations.md');
    const firstCells = (heading: string, of = page) => {
      const section = of.split(`## ${heading}`)[1]?.split(/^## /m)[0] ?? '';
      return [...section.matchAll(/^\| `([^`]+)` \|/gm)].map(([, cell = '']) => cell);
    };
    const quotedFor = (metric: string) => {
      const row = page.split('\n').find((line) => line.startsWith(`| \`${metric}\` |`)) ?? '';
      return [...(row.split('|')[3] ?? '').matchAll(/`([^`]+)`/g)].map(([, word = '']) => word);
    };

    it('every metric of ours, and none that is not served', () => {
      const ours = names(text).filter((name) => name.startsWith('checkout_'));
      expect(ours.length).toBeGreaterThan(10);
      expect(firstCells('Metrics').sort()).toEqual(ours.sort());
    });

    it.each([
      ['checkout_attempt_moves_total', 'state'],
      ['checkout_notifications_total', 'fate'],
      ['checkout_waiting', 'work'],
    ])('every value that %s has for %s, and none that it has not', (metric, label) => {
      const of = samples.filter(({ name }) => name === metric).map(({ labels }) => labels[label]);
      expect(of.length).toBeGreaterThan(3);
      expect(quotedFor(metric).sort()).toEqual([...new Set(of)].sort());
    });

    it('the metrics of the process that it speaks of', () => {
      expect(names(text)).toContain('nodejs_eventloop_lag_p99_seconds');
      expect(names(text)).toContain('process_resident_memory_bytes');
    });

    it('what to do for every reason why an order waits for a human', () => {
      expect(firstCells('Orders that wait for a human').sort()).toEqual([...REVIEW_REASONS].sort());
    });

    it('what to do for every reason why a repeat payment waits for one', () => {
      const cells = firstCells('Repeat payments that wait for a human', read('docs/repeat-payments.md'));
      expect(cells.sort()).toEqual([...REPEAT_PAYMENT_REASONS].sort());
    });

    describe('of log lines', () => {
      const said = sentencesSaid();

      it('every one that says error or worse', () => {
        const grave = said.filter(({ level }) => level === 'error' || level === 'fatal');
        const missing = grave.filter(({ text }) => !firstCells('Log lines worth an alert').includes(text));
        expect(grave.length).toBeGreaterThan(30);
        expect(missing).toEqual([]);
      });

      it('none that the log cannot say', () => {
        const known = said.map(({ text }) => text);
        expect(firstCells('Log lines worth an alert').filter((text) => !known.includes(text))).toEqual([]);
      });
    });
  });

  describe('comes with alert rules', () => {
    const rules = read('docs/alerts.yml')
      .split(/^ {6}- alert: /m)
      .slice(1)
      .map((rule) => ({ name: rule.split('\n')[0] ?? '', expr: /^ {8}expr: (.*)$/m.exec(rule)?.[1] ?? '' }));

    it('that are all read here', () => {
      expect(rules.length).toBeGreaterThan(15);
    });

    it.each(rules)('$name looks at metrics that are served', ({ expr }) => {
      const served = new Set([...samples.map(({ name }) => name), ...names(text), 'up']);
      const bare = expr.replace(/\{[^}]*\}/g, ' ').replace(LANGUAGE, ' ');
      const words = bare.match(/[a-z_][\w:]*/gi) ?? [];
      expect(words.length).toBeGreaterThan(0);
      expect(words.filter((word) => !served.has(word))).toEqual([]);
    });

    it.each(rules)('$name looks for labels, and values of ours, that these metrics have', ({ expr }) => {
      for (const [, name = '', inside = ''] of expr.matchAll(/([a-z_]\w*)\{([^}]*)\}/g)) {
        if (name === 'up') continue; // Prometheus's own, with the name of the scrape job
        const of = samples.filter((sample) => sample.name === name);
        for (const [, label = '', , wanted = ''] of inside.matchAll(/(\w+)(=~?)"([^"]*)"/g)) {
          const values = of.map(({ labels }) => labels[label]).filter((value) => value !== undefined);
          expect([name, label, values.length > 0]).toEqual([name, label, true]);
          if (label === 'status') continue; // a number when it happens
          const known = label === 'outcome' ? OUTCOMES : values;
          for (const value of wanted.split('|')) expect(known).toContain(value);
        }
      }
    });
  });
});

interface Sentence {
  readonly level: string;
  /** The code, where it is no constant. */
  readonly text: string;
}

/** What the server can write to its log: the sandbox and the demo are programs of their own. */
function sentencesSaid(): readonly Sentence[] {
  const files = readdirSync(path.join(TOP, 'src'), { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.ts') && !/^(?:sandbox|demo)\b/.test(file))
    .flatMap((file) => {
      const source = ts.createSourceFile(file, read(path.join('src', file)), ts.ScriptTarget.Latest);
      return callsIn(source, source).flatMap((call) => sentenceOf(call, source) ?? []);
    });
}

function callsIn(node: ts.Node, source: ts.SourceFile): readonly ts.CallExpression[] {
  const inside = node.getChildren(source).flatMap((child) => callsIn(child, source));
  return ts.isCallExpression(node) ? [node, ...inside] : inside;
}

function sentenceOf(
  { expression, arguments: given }: ts.CallExpression,
  source: ts.SourceFile,
): Sentence | null {
  const [, on, level] =
    /\b(log|logger)\s*\.(debug|info|warn|error|fatal)$/.exec(expression.getText(source)) ?? [];
  const last = given.at(-1);
  if (!on || !level || !last) return null;
  return { level, text: ts.isStringLiteral(last) ? last.text : last.getText(source) };
}
