/*
 * Sets a wallet's button up with what Blink's element would have given its script, without running the element's inline
 * handlers. The sheet opens only when name and email are there, and the form is posted once, with the wallet's token.
 */
(() => {
  'use strict';

  const BUTTON_WITHIN_MS = 10000;
  const LOOK_FOR_TOKEN_MS = 400;
  const LONGEST_TIMER_MS = 2147483647;

  const form = document.querySelector('form[data-wallet]');
  if (!form) return;

  const values = JSON.parse(form.dataset.values);
  const token = form.querySelector('input[name="paymentToken"]');
  const place = form.querySelector('.wallet-button');
  const status = document.getElementById('wallet-status');
  const unavailable = document.getElementById('wallet-unavailable');
  const fields = Array.from(form.querySelectorAll('.field__input'));
  let isOver = false;

  const setUp = {
    apple_pay: () => {
      const button = document.getElementById('apple-pay-btn');
      if (typeof window.onApplePayButtonClicked !== 'function') return fail();
      button.hidden = false;
      button.addEventListener('click', () => window.onApplePayButtonClicked(...values));
    },
    google_pay: () => {
      if (typeof window.onGooglePayLoaded !== 'function') return fail();
      window.onGooglePayLoaded(...values);
      const container = document.getElementById('container');
      setTimeout(() => container.childElementCount === 0 && fail(), BUTTON_WITHIN_MS);
    },
  };

  function fail() {
    place.hidden = true;
    unavailable.hidden = false;
  }

  /** Before the wallet's own listeners hear of it. */
  function guard(event) {
    const missing = fields.filter((input) => !mark(input));
    if (!isOver && form.dataset.phase !== 'sent' && missing.length === 0) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (isOver) return;
    if (missing[0]) missing[0].focus();
  }

  /** @returns whether the field is as it should be */
  function mark(input) {
    const problem = problemOf(input);
    const isGood = problem === '';
    if (isGood) input.removeAttribute('aria-invalid');
    else input.setAttribute('aria-invalid', 'true');
    document.getElementById(`${input.id}-error`).textContent = problem;
    return isGood;
  }

  function problemOf(input) {
    if (input.value.trim() === '') return input.dataset.missing;
    return input.validity.typeMismatch ? input.dataset.wrong : '';
  }

  function sent(event) {
    if (form.dataset.phase === 'sent' || token.value === '') return event.preventDefault();
    form.dataset.phase = 'sent';
    form.setAttribute('aria-busy', 'true');
    status.textContent = status.dataset.pleaseWait;
  }

  /** Blink's script is not published: where it only fills the token in, the form is posted here. */
  function postOnceThereIsAToken() {
    if (token.value !== '' && form.dataset.phase !== 'sent') form.requestSubmit();
  }

  /** The bank's 3DS wants to know the shopper's browser, whether or not the wallet's script says it. */
  function describeDevice() {
    const device = {
      device_timezone: new Date().getTimezoneOffset(),
      device_capabilities: 'javascript',
      device_accept_language: navigator.language,
      device_screen_resolution: `${screen.width}x${screen.height}x${screen.colorDepth}`,
    };
    for (const [name, value] of Object.entries(device))
      form.querySelector(`input[name="${name}"]`).value = String(value);
  }

  /** The sheet shows the amount of an intent that ends: counted from the server's own two dates. */
  function endWithTheIntent() {
    const lifeMs = Date.parse(form.dataset.expiresAt) - Date.parse(form.dataset.renderedAt);
    setTimeout(
      () => {
        isOver = true;
        place.hidden = true;
        const link = document.createElement('a');
        link.href = form.dataset.reloadHref;
        link.textContent = status.dataset.overLink;
        status.textContent = status.dataset.overBefore;
        status.append(link, status.dataset.overAfter);
      },
      Math.min(lifeMs, LONGEST_TIMER_MS),
    );
  }

  place.addEventListener('click', guard, true);
  form.addEventListener('submit', sent);
  fields.forEach((input) =>
    input.addEventListener('input', () => input.getAttribute('aria-invalid') && mark(input)),
  );
  // Back from the bank: the token was used.
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) location.replace(form.dataset.reloadHref);
  });

  token.value = ''; // a browser may have kept one
  describeDevice();
  endWithTheIntent();
  setInterval(postOnceThereIsAToken, LOOK_FOR_TOKEN_MS);
  window.deviceCanPayWith(form.dataset.wallet).then((can) => (can ? setUp[form.dataset.wallet]() : fail()));
  const wrong = form.querySelector('[aria-invalid="true"]') || document.getElementById('form-message');
  if (wrong) wrong.focus();
})();
