import type { Fault } from '../../../src/sandbox/faults/fault';
import type { Provocation } from './provocations';

const NO_KEYS = { BLINK_POS_API_KEY: '', BLINK_POS_API_SECRET: '' };
const NOBODY = 'no order is meant';

/** Ways to be refused that belong to the calls about terminals. */
export const TERMINAL_REFUSALS: Readonly<Record<string, Provocation>> = {
  ...ofBoth('terminals_off', {
    options: () => ({ env: NO_KEYS }),
    provoke: ({ ask }) => ask(NOBODY),
  }),
  ...ofBoth('internal_error', {
    provoke: ({ rig, ask }) => {
      const broken = () => Promise.reject(new Error('disk full'));
      Object.assign(rig.dependencies.cardPresent ?? {}, { list: broken, get: broken });
      return ask(NOBODY);
    },
  }),
  ...ofBoth('blink_unavailable', {
    provoke: async ({ rig, ask }) => {
      rig.sandbox.breakNext(
        { path: 'card-present' },
        { kind: 'status', status: 429, headers: { 'retry-after': '60' } },
      );
      return ask(NOBODY);
    },
  }),
  ...ofBoth('blink_unreadable', whenBlinkAnswers({ kind: 'status', status: 200, body: 'no JSON' })),
  ...ofBoth(
    'blink_refused',
    whenBlinkAnswers({ kind: 'status', status: 403, body: { message: 'Forbidden' } }),
  ),
  ...ofBoth('card_present_failed', {
    provoke: ({ rig, ask }) => {
      rig.sandbox.set({ terminalsBroken: true });
      return ask(NOBODY);
    },
  }),
  ...ofBoth('card_present_keys_refused', whenTheSecretIsWrong()),
  ...ofBoth('card_present_authorisation_missing', whenBlinkNames(400, 'Authorisation', 'missing')),
  ...ofBoth('card_present_authorisation_malformed', whenBlinkNames(401, 'Authorisation', 'malformed')),
  ...ofBoth('acquirer_token_not_found', whenBlinkNames(401, 'acquirer_token', 'Token not found')),
  ...ofBoth('acquirer_token_invalid', whenBlinkNames(401, 'acquirer_token', 'Token invalid')),
  'getTerminal device_id_refused': whenBlinkNames(422, 'device_id', 'must be a string'),
  'getTerminal terminal_not_found': whenBlinkNames(404, 'device_id', 'unknown'),
};

function ofBoth(code: string, provocation: Provocation): Record<string, Provocation> {
  return { [`listTerminals ${code}`]: provocation, [`getTerminal ${code}`]: provocation };
}

function whenBlinkAnswers(fault: Fault): Provocation {
  return {
    provoke: ({ rig, ask }) => {
      rig.sandbox.breakNext({ path: 'card-present', times: 2 }, fault); // a 404 is asked for at the other address, too
      return ask(NOBODY);
    },
  };
}

function whenBlinkNames(status: number, name: string, said: string): Provocation {
  const body = { result: 'FAILURE', message: 'Devices request failed', errors: { [name]: said } };
  return whenBlinkAnswers({ kind: 'status', status, body });
}

function whenTheSecretIsWrong(): Provocation {
  return {
    options: () => ({ env: { BLINK_POS_API_SECRET: 'another-secret' } }),
    provoke: ({ ask }) => ask(NOBODY),
  };
}
