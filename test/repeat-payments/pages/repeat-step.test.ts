import { DAY, later } from '../../../src/kernel/clock';
import { repeatStepOf } from '../../../src/repeat-payments/pages/repeat-step';
import { first, made, move, NOW, second, STARTED, type Happening } from './made';

const LATER = later(NOW, 60_000);
const fiveTries = (outcome: 'declined' | 'abandoned'): readonly Happening[] =>
  Array.from({ length: 5 }, (_, index): readonly Happening[] => {
    const setupId = `set_${index}`;
    return [
      { ...first.opened, setupId },
      { ...first.claimed, setupId },
      { ...first[outcome], setupId },
    ];
  }).flat();

describe('what the customer sees', () => {
  it.each<[string, readonly Happening[], object]>([
    ['the plan and the card form at first', [], { kind: 'agree' }],
    ['the same while a form stands ready', [first.opened], { kind: 'agree' }],
    [
      'that it is being checked while the card is sent',
      [first.opened, first.claimed],
      { kind: 'being_checked' },
    ],
    [
      'the way on to the bank while that waits',
      [first.opened, first.claimed, first.challenged],
      { kind: 'continue_at_bank' },
    ],
    [
      'that it is being checked when the answer was lost',
      [first.opened, first.claimed, first.unknown],
      { kind: 'being_checked' },
    ],
    [
      'why the card was refused, with another try',
      [first.opened, first.claimed, first.declined],
      { kind: 'declined' },
    ],
    [
      'the form again once that try is ready',
      [first.opened, first.claimed, first.declined, second.opened],
      { kind: 'agree' },
    ],
    ['no sixth try', fiveTries('declined'), { kind: 'declined_for_good' }],
    ['that there were too many tries', fiveTries('abandoned'), { kind: 'no_more_tries' }],
    [
      'the form again after the bank was given up',
      [first.opened, first.claimed, first.challenged, first.abandoned],
      { kind: 'agree' },
    ],
    ['the payments once they have started', STARTED, { kind: 'running' }],
    [
      'the payments when they have ended',
      [...STARTED, { type: 'schedule_moved', status: 'cancelled' }],
      { kind: 'over' },
    ],
    [
      'the payments, whatever was closed, when they have started after all',
      [first.opened, first.claimed, { type: 'repeat_payment_cancelled' }, first.started],
      { kind: 'running' },
    ],
    ['that they were cancelled', [{ type: 'repeat_payment_cancelled' }], { kind: 'cancelled' }],
    ['that the time is over', [{ type: 'repeat_payment_expired' }], { kind: 'expired' }],
    [
      'that the card is still being checked, before that they were cancelled',
      [first.opened, first.claimed, first.unknown, { type: 'repeat_payment_cancelled' }],
      { kind: 'being_checked' },
    ],
    [
      'neither a form nor that nothing was taken while a schedule at Blink is to be looked at',
      [
        first.opened,
        first.claimed,
        first.abandoned,
        { type: 'repeat_payment_cancelled' },
        { type: 'stray_found', setupId: 'set_1', key: { type: 'fixed', id: 274 } },
      ],
      { kind: 'on_hold' },
    ],
  ])('is %s', (_what, happenings, step) => {
    expect(repeatStepOf(made(happenings), LATER)).toMatchObject(step);
  });

  it('is no form any more when the time is over, before that is written down', () => {
    expect(repeatStepOf(made([]), later(NOW, 8 * DAY))).toEqual({ kind: 'on_hold' });
  });

  it('does not depend on what was asked of Blink', () => {
    expect(repeatStepOf(made([...STARTED, ...move('cancel_all', 'unknown')]), LATER).kind).toBe('running');
  });
});
