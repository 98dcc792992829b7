/*
 * Sets up Blink's hosted card fields on our form and keeps the shopper informed. Nothing is ever posted without a
 * payment token: while the fields are not ready, or something is under way, every submit is stopped here.
 * `data-phase` on the form: loading, ready, failed, checking (Blink makes the token), sent (the form is posted).
 */
(() => {
  'use strict';

  const FIELDS_WITHIN_MS = 10000;
  const TOKEN_WITHIN_MS = 25000;
  const SENT_IS_SLOW_AFTER_MS = 70000;

  const form = document.querySelector('form[data-card-form]');
  if (!form) return;

  const $ = window.jQuery;
  const button = form.querySelector('button[type="submit"]');
  const payLabel = button.textContent;
  const message = document.getElementById('card-message');
  const status = document.getElementById('card-status');
  const texts = { ...status.dataset, ...message.dataset };
  const unavailable = document.getElementById('card-unavailable');
  const marks = window.cardFormMarks(form, message);
  const ready = new Set();
  let slowTimer = null;

  function enter(phase) {
    const busy = phase === 'checking' || phase === 'sent';
    form.dataset.phase = phase;
    form.setAttribute('aria-busy', String(busy));
    button.disabled = phase !== 'ready';
    button.textContent = busy ? button.dataset.busyLabel : payLabel;
    button.classList.toggle('is-busy', busy);
    clearTimeout(slowTimer);
    status.textContent = busy ? texts.pleaseWait : '';
  }

  function becomeReady() {
    if (form.dataset.phase !== 'loading' && form.dataset.phase !== 'failed') return;
    unavailable.classList.remove('is-shown');
    marks.hostedFields.forEach(marks.nameFrame);
    enter('ready');
  }

  function fail() {
    enter('failed');
    unavailable.classList.add('is-shown');
    unavailable.setAttribute('role', 'alert');
  }

  function guard(event) {
    const instead = insteadOfPaying();
    if (instead === null) return startPaying();
    event.preventDefault();
    event.stopImmediatePropagation();
    instead();
  }

  /** @returns what to do, or null when the form may go on to Blink's script */
  function insteadOfPaying() {
    if (form.dataset.phase === 'failed') return () => unavailable.focus();
    if (form.dataset.phase !== 'ready') return () => undefined;
    if (form.dataset.renewal === 'renewing') return () => say(texts.isRenewed);
    if (form.dataset.renewal === 'over') return () => say(texts.hasRunOut);
    return marks.checkOwnFields() ? null : () => marks.showInvalid();
  }

  function say(text) {
    status.textContent = text;
  }

  function startPaying() {
    message.textContent = '';
    enter('checking');
    // The token can still come, and Blink's script would then post the form: so paying stays locked.
    slowTimer = setTimeout(() => showSlow(texts.checkingIsSlow), TOKEN_WITHIN_MS);
  }

  function sent() {
    enter('sent');
    slowTimer = setTimeout(() => showSlow(texts.payingIsSlow), SENT_IS_SLOW_AFTER_MS);
  }

  function showSlow(text) {
    const link = document.createElement('a');
    link.href = form.dataset.reloadHref;
    link.textContent = texts.loadAgain;
    status.textContent = text;
    status.append(link, texts.afterLoadAgain);
  }

  function cardInvalid(event, detail) {
    event.preventDefault(); // the explanation is on our page, not in the browser's bubble
    enter('ready');
    marks.showInvalid(textOf(detail), detail && detail.invalid);
  }

  function cardError(event, detail) {
    event.preventDefault(); // else Blink's script calls alert()
    enter('ready');
    const reason = textOf(detail);
    marks.showMessage(
      reason ? texts.couldNotCheckBecause.replace('{reason}', () => reason) : texts.couldNotCheck,
    );
    message.focus();
  }

  /** Blink's script tells of problems as a text, an Error or an object with a message. */
  function textOf(detail) {
    const text = detail && typeof detail.message === 'string' ? detail.message : detail;
    return typeof text === 'string' ? text.trim().replace(/\.$/, '').slice(0, 200) : '';
  }

  function fieldOf(event) {
    return marks.hostedFields.find(({ box }) => box.contains(event.target));
  }

  function withField(act) {
    return (event) => {
      const field = fieldOf(event);
      if (field) act(field);
    };
  }

  function noticeReady(field) {
    ready.add(field);
    if (ready.size === marks.hostedFields.length) becomeReady();
  }

  /** The bank's 3DS wants to know the shopper's browser. */
  function describeDevice() {
    setHidden('device_timezone', new Date().getTimezoneOffset());
    setHidden('device_capabilities', 'javascript');
    setHidden('device_accept_language', navigator.language);
    setHidden('device_screen_resolution', `${screen.width}x${screen.height}x${screen.colorDepth}`);
  }

  function setHidden(name, value) {
    let input = form.querySelector(`input[type="hidden"][name="${name}"]`);
    if (!input) {
      input = document.createElement('input');
      input.type = 'hidden';
      input.name = name;
      form.append(input);
    }
    input.value = String(value);
  }

  function setUpHostedForm() {
    if (!$ || !$.fn || typeof $.fn.hostedForm !== 'function') return fail();
    $(form)
      .on('hostedfield:ready', withField(noticeReady))
      .on('hostedfield:input hostedfield:change hostedfield:valid', withField(marks.clear))
      .on('hostedfield:blur', withField(marks.judgeLeft))
      .on('hostedform:invalid', cardInvalid)
      .on('hostedform:error', cardError)
      .on('hostedform:submit', sent);
    try {
      $(form).hostedForm({ autoSetup: true, autoSubmit: true });
    } catch {
      return fail();
    }
    setTimeout(() => form.dataset.phase === 'loading' && fail(), FIELDS_WITHIN_MS);
  }

  form.addEventListener('submit', guard, true);
  marks.hostedFields.forEach((field) =>
    field.label.addEventListener('click', (event) => {
      event.preventDefault();
      if (form.dataset.phase === 'ready') marks.focusHosted(field);
    }),
  );
  // Back from the bank: Blink's script no longer guards this form, so it is drawn anew.
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) location.replace(form.dataset.reloadHref || location.href);
  });

  enter('loading');
  document.documentElement.classList.add('is-watched'); // from here on this script shows what went wrong, not the sheet
  describeDevice();
  setUpHostedForm();
  marks.focusFirst();
})();
