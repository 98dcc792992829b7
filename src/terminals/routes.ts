import type { CardPresent } from '../blink/card-present/card-present';
import type { Terminal } from '../blink/card-present/terminal';
import type { Clock } from '../kernel/clock';
import { apiRoute, NO_BODY, NO_QUERY, type ApiRoute } from '../api/route';
import { paths } from '../kernel/paths';
import { CONNECTED, DEVICE_ID, NEVER_CONNECTED } from './examples';
import { KeptAnswers } from './kept-answers';
import { refusalsOfOne, refusalsOfReading, TerminalsOff } from './refusals';
import { terminalListSchema, terminalSchema, terminalView } from './terminal-view';

export interface Terminals {
  /** Null when terminals are off: their routes stay described and answer that they are off. */
  readonly cardPresent: CardPresent | null;
  readonly clock: Clock;
}

const GROUP = 'Terminals';
const KEPT = "Blink's answer is kept for five seconds, so a page of terminals may ask as often as it likes.";

/** The calls of the shop's API that read the card terminals. */
export function terminalRoutes(terminals: Terminals): readonly ApiRoute[] {
  return [listRoute(terminals), getRoute(terminals)];
}

function listRoute({ cardPresent, clock }: Terminals): ApiRoute {
  const kept = new KeptAnswers<readonly Terminal[]>(clock);
  return apiRoute({
    method: 'get',
    path: paths.apiTerminals,
    id: 'listTerminals',
    group: GROUP,
    summary: 'List the terminals',
    description: `The card terminals of the account, as Blink sees them. ${KEPT}`,
    parts: {},
    query: NO_QUERY,
    body: NO_BODY,
    answer: { status: 200, schema: terminalListSchema, description: 'All terminals.' },
    refusals: refusalsOfReading('GET terminals'),
    examples: [
      {
        title: 'One at work, one in its box',
        answer: { data: [CONNECTED, NEVER_CONNECTED], next_cursor: null },
      },
    ],
    handle: async () => {
      const found = await kept.get('', () => switchedOn(cardPresent).list());
      return { data: found.map(terminalView), next_cursor: null };
    },
  });
}

function getRoute({ cardPresent, clock }: Terminals): ApiRoute {
  const kept = new KeptAnswers<Terminal>(clock);
  const attempted = 'GET terminals/{id}';
  return apiRoute({
    method: 'get',
    path: paths.apiTerminal,
    id: 'getTerminal',
    group: GROUP,
    summary: 'Read a terminal',
    description: `One card terminal, as Blink sees it. ${KEPT}`,
    parts: {
      device_id: {
        description: 'The `terminal_id` or the `serial_number`: 1 to 35 characters.',
        example: DEVICE_ID,
      },
    },
    query: NO_QUERY,
    body: NO_BODY,
    answer: { status: 200, schema: terminalSchema, description: 'The terminal.' },
    refusals: [...refusalsOfReading(attempted), ...refusalsOfOne(attempted)],
    examples: [{ title: 'A terminal at work', answer: CONNECTED }],
    handle: async ({ param }) => {
      const deviceId = param('device_id');
      return terminalView(await kept.get(deviceId, () => switchedOn(cardPresent).get(deviceId)));
    },
  });
}

/** @throws TerminalsOff */
function switchedOn(cardPresent: CardPresent | null): CardPresent {
  if (!cardPresent) throw new TerminalsOff();
  return cardPresent;
}
