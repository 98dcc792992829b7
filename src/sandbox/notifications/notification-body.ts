import type { Settings } from '../settings';
import type { StatusChange } from '../transactions/ledger';
import { phpEncoded } from '../transactions/return-url';
import { parsed } from '../transactions/merchant-data';

export interface Content {
  readonly contentType: string;
  readonly body: string;
}

/** A status change in the form the switches ask for. */
export function contentOf(
  { transaction, note, eventType }: StatusChange,
  settings: Settings['notifications'],
): Content {
  const merchantData = merchantDataIn(settings.merchantData, transaction.merchantData);
  const isNamed = !transaction.isForSchedule || settings.repeatTransactionId === 'sent';
  const fields = {
    ...(isNamed && { transaction_id: transaction.id }),
    status: transaction.status,
    note,
    message: transaction.message,
    ...(merchantData !== null && { merchant_data: merchantData }),
    reference: transaction.reference,
    ...(settings.eventType === 'sent' && { event_type: eventType }),
  };
  if (settings.format === 'json') return { contentType: 'application/json', body: JSON.stringify(fields) };
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) {
    form.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  }
  return { contentType: 'application/x-www-form-urlencoded', body: form.toString() };
}

function merchantDataIn(form: Settings['notifications']['merchantData'], data: string | null): unknown {
  if (data === null) return null;
  switch (form) {
    case 'string':
      return data;
    case 'object':
      return parsed(data);
    case 'encoded-once':
      return phpEncoded(data);
    case 'encoded-twice':
      return phpEncoded(phpEncoded(data));
    case 'missing':
      return null;
    default:
      return form satisfies never;
  }
}
