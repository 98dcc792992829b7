import path from 'node:path';
import { errorPageFor } from '../../src/pages/error-page';
import { textsIn } from '../../src/pages/texts/texts';
import type { ErrorPageFor } from '../../src/web/edge';

const FIXTURES = path.join(__dirname, '..', 'http', 'fixtures');

const errorPage: ErrorPageFor = (...failure) => errorPageFor(textsIn('en'), ...failure);

export const EDGE_OPTIONS = {
  publicUrl: 'https://pay.example.com',
  gatewayUrl: 'https://gateway2.blinkpayment.co.uk',
  brand: { name: 'The Shop', supportEmail: null, colour: null, logoUrl: null },
  insecureBanks: false,
  trustedProxies: 0,
  errorPage,
  viewsFolder: path.join(FIXTURES, 'views'),
  publicFolder: path.join(FIXTURES, 'public'),
} as const;
