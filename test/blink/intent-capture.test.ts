import { json } from './scripted-server';
import type { Setting } from './setting';
import { intentBody, NEW_INTENT, startSetting } from './setting';
import type { IntentCapture } from '../../src/blink/payments/intent';

describe('when the money of an intent is taken', () => {
  let setting: Setting;
  beforeEach(async () => void (setting = await startSetting()));
  afterEach(() => setting.server.stop());

  it.each<[string, IntentCapture | undefined, string, number | undefined]>([
    ['at once, when nothing is said', undefined, 'SALE', undefined],
    ['at once', 'at_once', 'SALE', undefined],
    ['when we ask for it', 'on_request', 'PREAUTH', undefined],
    ['by Blink, days later', { afterDays: 7 }, 'SALE', 7],
  ])('%s', async (_, capture, type, days) => {
    setting.server.on('POST /intents', json(201, intentBody()));
    await setting.blink.intents.create({ ...NEW_INTENT, capture });
    const body: unknown = JSON.parse(setting.server.requests('POST /intents')[0]!.body);
    expect(body).toMatchObject({ transaction_type: type });
    if (days === undefined) expect(body).not.toHaveProperty('delay_capture_days');
    else expect(body).toHaveProperty('delay_capture_days', days);
  });
});
