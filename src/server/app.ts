import type { Express } from 'express';
import { applePayDomainRoutes } from '../orders/pages/apple-pay-domain';
import { brandStylesheet } from '../orders/pages/brand-stylesheet';
import { returnRoutes } from '../orders/pages/return';
import { checkoutRoutes } from '../orders/pages/routes';
import { walletScripts } from '../orders/pages/wallet-scripts';
import type { Dependencies } from './services';
import { healthRoutes } from './health/routes';
import type { HostedPages } from '../pages/hosted-pages';
import { errorPageFor } from '../pages/error-page';
import { shopperLimits } from '../pages/shopper-limits';
import { DEFAULT_LOCALE, textsIn } from '../pages/texts/texts';
import { bearer } from '../web/bearer';
import { formBody, jsonBody, notificationBody } from '../web/bodies';
import { sameOrigin } from '../web/same-origin';
import { merchantApiRoutes, REQUESTS_PER_KEY } from './merchant-api';
import { notificationRoutes } from '../notifications/routes';
import { shopperPageOf } from '../kernel/paths';
import { repeatPaymentApiRoutes } from '../repeat-payments/api/routes';
import { repeatPaymentNotificationRoutes } from '../notifications/repeat-payment-routes';
import { repeatPaymentPageRoutes } from '../repeat-payments/pages/routes';
import { repeatPaymentReturnRoutes } from '../repeat-payments/pages/return-routes';
import { terminalRoutes } from '../terminals/routes';
import { openApp, closeApp } from '../web/open-app';

/** The whole product as one Express app: everything it needs is passed in. */
export function createApp(dependencies: Dependencies): Express {
  const { config, logger, payments, repeatPayments, inbox, merchantEvents, clock, timers, counting } =
    dependencies;
  const { publicUrl, brand } = config;
  const app = openApp({
    publicUrl,
    gatewayUrl: config.blink.gatewayUrl,
    brand,
    testMode: config.testMode !== null,
    insecureBanks: config.blink.apiUrl.startsWith('http:'),
    walletOrigins: walletScripts(config.blink.apiUrl).origins,
    trustedProxies: config.trustedProxies,
    log: logger,
    errorPage: (...failure) => errorPageFor(textsIn(DEFAULT_LOCALE), ...failure),
    onRequest: counting?.onRequest,
    counts: counting?.edge,
    madeAssets: brand.colour ? { 'brand.css': BRAND_STYLESHEET } : {},
  });
  const { colour } = brand;
  if (colour) app.get(BRAND_STYLESHEET, (_req, res) => void res.type('css').send(brandStylesheet(colour)));
  app.use(healthRoutes(dependencies.readiness, undefined, () => dependencies.account.now()));
  app.use(
    notificationRoutes({ payments, inbox, readBody: notificationBody(timers), onNotice: counting?.onNotice }),
  );
  app.use(
    repeatPaymentNotificationRoutes({
      repeatPayments,
      onAsked: () => dependencies.repeatPaymentSweep.wake(),
      onNotice: counting?.onNotice,
    }),
  );
  app.use(
    merchantApiRoutes({
      payments,
      publicUrl,
      isDescribed: config.apiIsDescribed,
      shopOrigins: config.shopOrigins,
      redeliver: merchantEvents && ((events) => merchantEvents.deliverAgain(events)),
      onlyMerchant: bearer(config.merchantApiKeys),
      readJson: jsonBody(),
      limit: dependencies.rateLimit(REQUESTS_PER_KEY),
      idempotency: { store: dependencies.idempotency, clock, timers },
      otherRoutes: [
        ...repeatPaymentApiRoutes({ repeatPayments, publicUrl, shopOrigins: config.shopOrigins }),
        ...terminalRoutes(dependencies),
      ],
    }),
  );
  const pages = hostedPagesFrom(dependencies);
  const checkout = { ...pages, payments, walletScripts: walletScripts(config.blink.apiUrl) };
  app.use(applePayDomainRoutes(checkout));
  app.use(returnRoutes(checkout));
  app.use(checkoutRoutes(checkout));
  app.use(repeatPaymentReturnRoutes({ ...pages, repeatPayments }));
  app.use(repeatPaymentPageRoutes({ ...pages, repeatPayments }));
  return closeApp(app);
}

const BRAND_STYLESHEET = '/static/brand.css';
const HOSTED_FIELDS = '/sdk/web/v1/js/hostedfields.min.js';

/** The hosted pages, which share the limits on a shopper's tries. */
function hostedPagesFrom({ config, rateLimit, timers }: Dependencies): HostedPages {
  return {
    hostedFieldsScript: config.blink.gatewayUrl + HOSTED_FIELDS,
    readForm: formBody(),
    readBytes: notificationBody(timers),
    sameOriginOnly: sameOrigin(config.publicUrl, shopperPageOf),
    limits: shopperLimits(rateLimit, config.cardAttemptsPerHour),
  };
}
