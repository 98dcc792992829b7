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
  const MARKED = 'Please check what is marked below.';
  const MARKS = '[aria-invalid="true"], .hosted.is-invalid';

  const form = document.querySelector('form[data-card-form]');
  if (!form) return;
  document.documentElement.classList.add('is-watched');

  const $ = window.jQuery;
  const button = form.querySelector('button[type="submit"]');
  const payLabel = button.textContent;
  const message = document.getElementById('card-message');
  const status = document.getElementById('card-status');
  const unavailable = document.getElementById('card-unavailable');
  const ownFields = Array.from(form.querySelectorAll('.field__input'));
  const hostedFields = Array.from(form.querySelectorAll('[data-hosted]')).map((box) => ({
    box,
    input: box.querySelector('input'),
    label: box.querySelector('label'),
    error: box.querySelector('.field__error'),
    type: box.querySelector('input').getAttribute('type').replace('hostedfield:', ''),
    isReady: false,
  }));
  let slowTimer = null;

  /* phases */

  function enter(phase) {
    const busy = phase === 'checking' || phase === 'sent';
    form.dataset.phase = phase;
    form.setAttribute('aria-busy', String(busy));
    button.disabled = phase !== 'ready';
    button.textContent = busy ? button.dataset.busyLabel : payLabel;
    button.classList.toggle('is-busy', busy);
    clearTimeout(slowTimer);
    say(status, busy ? 'Please wait and do not close this page.' : '');
  }

  function becomeReady() {
    if (form.dataset.phase !== 'loading' && form.dataset.phase !== 'failed') return;
    unavailable.classList.remove('is-shown');
    hostedFields.forEach(nameFrame);
    enter('ready');
  }

  function fail() {
    enter('failed');
    unavailable.classList.add('is-shown');
    unavailable.setAttribute('role', 'alert');
  }

  /** The token can still come, and Blink's script would then post the form: so paying stays locked. */
  function checkingIsSlow() {
    showSlow('This takes longer than usual. Nothing was charged so far. You can wait, or ');
  }

  function sentIsSlow() {
    showSlow(
      'This takes longer than usual. Please do not pay a second time: to see where your payment stands, ',
    );
  }

  function showSlow(text) {
    const link = document.createElement('a');
    link.href = form.dataset.reloadHref;
    link.textContent = 'load the page again';
    status.textContent = text;
    status.append(link, '.');
  }

  /* submitting */

  function guard(event) {
    const refusal = reasonNotToPay();
    if (refusal === null) return startPaying();
    event.preventDefault();
    event.stopImmediatePropagation();
    refusal();
  }

  /** @returns what to do instead, or null when the form may go on to Blink's script */
  function reasonNotToPay() {
    if (form.dataset.phase === 'failed') return () => unavailable.focus();
    if (form.dataset.phase !== 'ready') return () => undefined;
    if (form.dataset.renewal === 'renewing')
      return () => say(status, 'One moment: this page is being renewed.');
    if (form.dataset.renewal === 'over')
      return () => say(status, 'This page has run out. Please load it again.');
    return checkOwnFields() ? null : () => showInvalid();
  }

  function startPaying() {
    say(message, '');
    enter('checking');
    slowTimer = setTimeout(checkingIsSlow, TOKEN_WITHIN_MS);
  }

  function sent() {
    enter('sent');
    slowTimer = setTimeout(sentIsSlow, SENT_IS_SLOW_AFTER_MS);
  }

  function cardInvalid(event, detail) {
    event.preventDefault(); // the explanation is on our page, not in the browser's bubble
    enter('ready');
    showInvalid(textOf(detail), detail && detail.invalid);
  }

  function cardError(event, detail) {
    event.preventDefault(); // else Blink's script calls alert()
    enter('ready');
    const reason = textOf(detail);
    showMessage(
      `Your card could not be checked${reason ? `: ${reason}` : ''}. Nothing was charged. Please try again.`,
    );
    message.focus();
  }

  /** Blink's script tells of problems as a text, an Error or an object with a message. */
  function textOf(detail) {
    const text =
      typeof detail === 'string'
        ? detail
        : detail && typeof detail.message === 'string'
          ? detail.message
          : '';
    return text.trim().replace(/\.$/, '').slice(0, 200);
  }

  /* what is wrong, beside the field it is about */

  function checkOwnFields() {
    ownFields.forEach((input) => showFieldError(input, ownFieldError(input)));
    return !ownFields.some((input) => input.getAttribute('aria-invalid') === 'true');
  }

  function ownFieldError(input) {
    if (input.value.trim() === '') return input.dataset.missing;
    if (input.type === 'email' && input.validity.typeMismatch) return input.dataset.wrong;
    return '';
  }

  function showFieldError(input, text) {
    const error = document.getElementById(`${input.id}-error`);
    if (text) input.setAttribute('aria-invalid', 'true');
    else input.removeAttribute('aria-invalid');
    say(error, text);
  }

  /** @param reasons by Blink's name of the field, as far as its script gives them */
  function showInvalid(reason, reasons) {
    hostedFields.forEach((field) =>
      showHostedError(field, textOf((reasons || {})[field.type]) || hostedError(field)),
    );
    const nothingMarked = !form.querySelector(MARKS);
    showMessage(nothingMarked ? reason || 'Please check your card details.' : MARKED);
    focusFirstInvalid();
  }

  function hostedError(field) {
    const name = field.label.textContent.trim().toLowerCase();
    if (hasState(field, 'hf-empty')) return `Enter the ${name}`;
    if (hasState(field, 'hf-invalid') || hasState(field, 'hf-user-invalid')) return `Check the ${name}`;
    return '';
  }

  function showHostedError(field, text) {
    field.box.classList.toggle('is-invalid', text !== '');
    say(field.error, text);
    nameFrame(field);
  }

  function hasState(field, name) {
    return field.box.querySelector(`.hostedfield.${name}`) !== null;
  }

  /** "Secure input" three times tells a screen reader's user nothing. */
  function nameFrame(field) {
    const frame = field.box.querySelector('iframe');
    const error = field.error.textContent;
    if (frame) frame.title = field.label.textContent.trim() + (error ? `. ${error}` : '');
  }

  function focusFirstInvalid() {
    const first = form.querySelector(MARKS);
    const field = hostedFields.find(({ box }) => box === first);
    if (field) focusHosted(field);
    else if (first) first.focus();
    else message.focus();
  }

  function focusHosted(field) {
    const frame = field.box.querySelector('iframe');
    if (frame) frame.focus(); // at once; Blink's script has to ask its frame
    try {
      $(field.input).hostedField('setFocused', true);
    } catch {
      // the frame as a whole has the focus: one Tab further is the field
    }
  }

  function forgetMarked() {
    if (message.textContent === MARKED && !form.querySelector(MARKS)) say(message, '');
  }

  function showMessage(text) {
    message.classList.add('notice--error');
    say(message, text);
  }

  function say(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }

  /* the bank's 3DS wants to know the shopper's browser */

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

  /* Blink's script */

  function noticeReady(event) {
    const field = fieldOf(event);
    if (field) field.isReady = true;
    if (hostedFields.every(({ isReady }) => isReady)) becomeReady();
  }

  function clearHostedError(event) {
    const field = fieldOf(event);
    if (!field) return;
    showHostedError(field, '');
    forgetMarked();
  }

  /** What is left wrong is said at once; what is left empty only when the shopper wants to pay. */
  function judgeLeftField(event) {
    const field = fieldOf(event);
    if (field && hasState(field, 'hf-user-invalid') && !hasState(field, 'hf-empty'))
      showHostedError(field, hostedError(field));
  }

  function fieldOf(event) {
    return hostedFields.find(({ box }) => box.contains(event.target));
  }

  function setUpHostedForm() {
    if (!$ || !$.fn || typeof $.fn.hostedForm !== 'function') return fail();
    $(form)
      .on('hostedfield:ready', noticeReady)
      .on('hostedfield:input hostedfield:change hostedfield:valid', clearHostedError)
      .on('hostedfield:blur', judgeLeftField)
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
  ownFields.forEach((input) =>
    input.addEventListener('input', () => {
      showFieldError(input, '');
      forgetMarked();
    }),
  );
  hostedFields.forEach((field) =>
    field.label.addEventListener('click', (event) => {
      event.preventDefault();
      if (form.dataset.phase === 'ready') focusHosted(field);
    }),
  );
  // Back from the bank: Blink's script no longer guards this form, so it is drawn anew.
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) location.replace(form.dataset.reloadHref || location.href);
  });

  enter('loading');
  describeDevice();
  setUpHostedForm();
  if (form.querySelector('[aria-invalid="true"]')) focusFirstInvalid();
  else if (message.textContent) message.focus();
})();
