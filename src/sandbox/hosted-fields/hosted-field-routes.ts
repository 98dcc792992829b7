import express, { type RequestHandler, type Router } from 'express';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { testCardNumbers } from '../cards/test-cards';

const FIELDS = {
  cardNumber: {
    label: 'Card number',
    autocomplete: 'cc-number',
    placeholder: '1234 1234 1234 1234',
    longest: 23,
  },
  cardExpiryDate: {
    label: 'Expiry date, month and year',
    autocomplete: 'cc-exp',
    placeholder: 'MM/YY',
    longest: 7,
  },
  cardCVV: { label: 'Security code', autocomplete: 'cc-csc', placeholder: 'CVV', longest: 4 },
} as const;

/** A port cannot be known beforehand, so every shop on this machine may show the frames, and no other page. */
const FRAME_ANCESTORS =
  "'self' http://127.0.0.1:* http://localhost:* https://127.0.0.1:* https://localhost:*";

/** What a shop's page loads: the SDK's script with its frames, custom.js, style sheets and card icons. */
export function hostedFieldRoutes(publicFolder: string): Router {
  const router = express.Router();
  router.use(oneSlash, forEveryShop);
  router.get('/sdk/web/v1/js/hostedfields.min.js', script(sdkSource(publicFolder)));
  router.get('/sdk/web/v1/js/private/hostedfields.php', showFrame);
  router.use('/sdk/web/v1/js/private', express.static(path.join(publicFolder, 'frame')));
  router.get(
    '/assets/images/cards/34/:code.png',
    cardIcon(path.join(publicFolder, 'assets', 'images', 'cards')),
  );
  router.use('/assets', express.static(path.join(publicFolder, 'assets')));
  router.use('/sandbox/pages', express.static(path.join(publicFolder, 'pages')));
  return router;
}

/** The wallet elements write `//assets/…` and `/\assets\…`; browsers ask for `//assets/…` in both cases. */
const oneSlash: RequestHandler = (req, _res, next) => {
  if (req.url.startsWith('//')) req.url = req.url.replace(/^\/+/, '/');
  next();
};

/** These are loaded by pages of other origins. */
const forEveryShop: RequestHandler = (_req, res, next) => {
  res.set({ 'Cross-Origin-Resource-Policy': 'cross-origin', 'X-Content-Type-Options': 'nosniff' });
  next();
};

/** The script lies in parts that share one namespace; a shop gets them as one file. */
function sdkSource(publicFolder: string): string {
  const parts = ['styles', 'field', 'field-frame', 'form', 'form-submit', 'plug-in'];
  return parts
    .map((part) => readFileSync(path.join(publicFolder, 'hosted-fields', `${part}.js`), 'utf8'))
    .join('\n');
}

function script(source: string): RequestHandler {
  return (_req, res) => {
    res
      .set({ 'Access-Control-Allow-Origin': '*', 'Cache-Control': 'no-cache' })
      .type('text/javascript')
      .send(source);
  };
}

const showFrame: RequestHandler = (req, res) => {
  const type = Object.keys(FIELDS).find((each) => each === req.query['type']);
  if (type !== 'cardNumber' && type !== 'cardExpiryDate' && type !== 'cardCVV') {
    res.status(400).type('text').send('Unknown field type');
    return;
  }
  res.set({
    'Content-Security-Policy': `default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors ${FRAME_ANCESTORS}`,
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
  });
  res.render('hosted-field', {
    page: { type, ...FIELDS[type], testCards: JSON.stringify(testCardNumbers()) },
  });
};

/** Drawn as SVG, at Blink's addresses that end in .png: browsers go by the content type. */
function cardIcon(folder: string): RequestHandler<{ code: string }> {
  return (req, res) => {
    const { code } = req.params;
    if (!/^[A-Z]{2}$/.test(code)) {
      res.sendStatus(404);
      return;
    }
    res.sendFile(`${code}.svg`, { root: folder, maxAge: '1h' });
  };
}
