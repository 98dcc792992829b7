import type { Request } from 'express';
import type { CardForm } from './card-form';
import type { Browser } from '../blink/payments/payment';

type DeviceInputs = Pick<
  CardForm,
  'device_timezone' | 'device_capabilities' | 'device_accept_language' | 'device_screen_resolution'
>;

/** What the bank's 3DS wants to know of the shopper's browser. The address is the connection's, whatever the page says. */
export function shopperBrowser(req: Request, form: DeviceInputs): Browser {
  return {
    userAgent: req.get('user-agent') ?? '',
    accept: req.get('accept') ?? '',
    acceptLanguage: req.get('accept-language') ?? '',
    acceptEncoding: one(req.headers['accept-encoding']),
    acceptCharset: one(req.headers['accept-charset']),
    ip: req.res?.context.sender.address ?? '',
    timezone: form.device_timezone || '0',
    capabilities: form.device_capabilities || 'javascript',
    language: form.device_accept_language || 'en-GB',
    screenResolution: form.device_screen_resolution || '1280x720x24',
  };
}

function one(header: string | readonly string[] | undefined): string {
  return typeof header === 'string' ? header : (header?.join(', ') ?? '');
}
