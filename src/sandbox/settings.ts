import { z } from 'zod';

/** How notifications go out. Blink publishes neither a schema nor an order, so a shop has to bear all of these. */
const notificationSettings = z.strictObject({
  format: z.enum(['json', 'form']),
  merchantData: z.enum(['string', 'object', 'encoded-once', 'encoded-twice', 'missing']),
  eventType: z.enum(['sent', 'missing']),
  /** Until May 2026 the notifications of a schedule's payments did not name the transaction. */
  repeatTransactionId: z.enum(['sent', 'missing']),
  /** How often each one is sent: 2 is a duplicate. */
  copies: z.int().min(1).max(10),
  delayMs: z.int().min(0).max(60_000),
  /** Withheld ones stay pending until they are delivered by hand. */
  withhold: z.boolean(),
  /** Each one waits for the next and goes out after it. */
  reorder: z.boolean(),
  /** The answer to the shop or the shopper waits until the notification has been delivered. */
  beforeRedirect: z.boolean(),
});

/** The documented variants of Blink's behaviour. The defaults are what was recorded on the wire. */
export const settingsSchema = z.strictObject({
  /** Requests a minute, null for no limit. */
  rateLimit: z.int().positive().nullable(),
  currencies: z.array(z.string().regex(/^[A-Z]{3}$/)).min(1),
  directDebitEnabled: z.boolean(),
  /** `current`: transaction_id, status, note, merchant_data; the two older ones carry only `res`. */
  returnForm: z.enum(['current', 'res', 'res-base64']),
  /** `Success` and `Payment Successful` were recorded, `captured` is documented in 2026. */
  successNote: z.string().min(1),
  /** A decline is either a `url` with its note or an error object; both come with `declineStatus`. */
  declineShape: z.enum(['url', 'error']),
  declineStatus: z.int().min(400).max(599),
  /** Whether the address of a declined payment names the transaction. */
  declineNamesTransaction: z.boolean(),
  /** Whether a declined payment uses the intent up: Blink does not say. */
  declineUsesIntent: z.boolean(),
  /** Payment calls report missing fields as `{message, data}` or as `{error, error_response}`. */
  validationShape: z.enum(['data', 'error']),
  validationStatus: z.union([z.literal(400), z.literal(422)]),
  /** Until 2023 a `raw_amount` in the payment call went before the intent's amount. */
  rawAmountCounts: z.boolean(),
  preauthStatus: z.enum(['Approved', 'Pre-Auth']),
  /** A rerun answered with the original's id in 2023 and with a new one since 2025. */
  rerunId: z.enum(['new', 'same']),
  acsFormId: z.enum(['form3ds', 'form3ds22']),
  /** How GET transactions gives merchant_data back. */
  merchantDataOnGet: z.enum(['string', 'object']),
  openBankingKey: z.enum(['redirect_url', 'url']),
  googlePayAnswer: z.enum(['url', 'acsform']),
  /** What the address after a repeat payment's bank page carries: the schedule's number, encoded, by a name or in `res`; or the usual. */
  repeatReturn: z.enum(['schedule', 'schedule-res', 'transaction']),
  /** The documentation shows other keys and formats in a schedule than were recorded; in 2023 the card's token stood in the place of `xref`. */
  repeatBody: z.enum(['recorded', 'recorded-2023', 'documented']),
  terminalsConnected: z.boolean(),
  /** The second of the two texts that the card-present API has of the acquirer's token; the first comes for a terminal that is none. */
  acquirerTokenInvalid: z.boolean(),
  /** Makes the card-present API answer its documented 500, which is not JSON. */
  terminalsBroken: z.boolean(),
  notifications: notificationSettings,
});

export type Settings = z.infer<typeof settingsSchema>;

export const settingsChangeSchema = settingsSchema
  .partial()
  .extend({ notifications: notificationSettings.partial().optional() });

export type SettingsChange = z.input<typeof settingsChangeSchema>;

export const recordedSettings: Settings = {
  rateLimit: 60,
  currencies: ['GBP'],
  directDebitEnabled: true,
  returnForm: 'current',
  successNote: 'Success',
  declineShape: 'url',
  declineStatus: 500,
  declineNamesTransaction: true,
  declineUsesIntent: true,
  validationShape: 'data',
  validationStatus: 400,
  rawAmountCounts: false,
  preauthStatus: 'Approved',
  rerunId: 'new',
  acsFormId: 'form3ds',
  merchantDataOnGet: 'string',
  openBankingKey: 'redirect_url',
  googlePayAnswer: 'url',
  repeatReturn: 'schedule',
  repeatBody: 'recorded',
  terminalsConnected: true,
  acquirerTokenInvalid: false,
  terminalsBroken: false,
  notifications: {
    format: 'json',
    merchantData: 'string',
    eventType: 'sent',
    repeatTransactionId: 'sent',
    copies: 1,
    delayMs: 0,
    withhold: false,
    reorder: false,
    beforeRedirect: false,
  },
};

/** The settings in force; every change is checked as a whole. */
export class Switches {
  #settings: Settings;

  constructor(initial: SettingsChange = {}) {
    this.#settings = merged(recordedSettings, initial);
  }

  get now(): Settings {
    return this.#settings;
  }

  change(change: SettingsChange): void {
    this.#settings = merged(this.#settings, change);
  }
}

function merged(settings: Settings, change: SettingsChange): Settings {
  const notifications = { ...settings.notifications, ...change.notifications };
  return settingsSchema.parse({ ...settings, ...change, notifications });
}
