import path from 'node:path';
import express, { type Express } from 'express';
import { type Clock, systemClock } from '../kernel/clock';
import { basketRoutes } from './basket-routes';
import { checkoutApi } from './checkout-api';
import { clubApi } from './club-api';
import { clubRoutes } from './club-routes';
import { orderRoutes } from './order-routes';
import { csrf, shopHeaders } from './shop-security';
import { answerProblems, noSuchPage, type ShopLog } from './shop-problems';
import { shopSession } from './shop-session';

export interface ShopOptions {
  /** The checkout's origin, for the API and for the shoppers. */
  readonly checkoutUrl: string;
  /** One of the checkout's MERCHANT_API_KEYS. */
  readonly apiKey: string;
  /** The shop's own origin. */
  readonly publicUrl: string;
  readonly sessionSecret: string;
  readonly clock?: Clock;
  readonly log?: ShopLog;
}

const PROJECT = path.join(__dirname, '..', '..'); // the same from src/demo and from dist/demo

/** A small shop that sells through the checkout, the way any shop would: two API calls and a link. */
export function createShop({ log = () => undefined, clock = systemClock, ...options }: ShopOptions): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag').enable('view cache');
  app.set('view engine', 'ejs').set('views', path.join(PROJECT, 'views', 'demo'));
  if (options.publicUrl.startsWith('https:')) app.set('trust proxy', 1); // else the Secure cookie is never set

  app.use(shopHeaders(options));
  app.use('/static', staticFiles());
  app.use(shopSession({ secret: options.sessionSecret, publicUrl: options.publicUrl, clock }));
  app.use(express.urlencoded({ extended: false, limit: '8kb', parameterLimit: 20 }));
  app.use(csrf.csrfSynchronisedProtection);
  app.use(basketRoutes());
  app.use(orderRoutes({ ...options, checkout: checkoutApi(options) }));
  app.use(clubRoutes({ ...options, club: clubApi(options) }));
  app.use(noSuchPage, answerProblems(log));
  return app;
}

function staticFiles(): express.RequestHandler {
  return express.static(path.join(PROJECT, 'public'), { index: false, redirect: false, maxAge: '5m' });
}
