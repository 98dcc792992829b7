import path from 'node:path';

const FIXTURES = path.join(__dirname, '..', 'http', 'fixtures');

export const EDGE_OPTIONS = {
  publicUrl: 'https://pay.example.com',
  gatewayUrl: 'https://gateway2.blinkpayment.co.uk',
  brand: { name: 'The Shop', supportEmail: null, colour: null, logoUrl: null },
  insecureBanks: false,
  trustedProxies: 0,
  viewsFolder: path.join(FIXTURES, 'views'),
  publicFolder: path.join(FIXTURES, 'public'),
} as const;
