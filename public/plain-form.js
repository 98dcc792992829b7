/*
 * A form that needs no script of Blink's: it is sent once, says that it is on its way, and leads to what is wrong.
 * Everything is checked by the server; without this script the form works as well.
 */
(() => {
  'use strict';

  const form = document.querySelector('form[data-plain-form]');
  if (!form) return;
  const button = form.querySelector('button[type="submit"]');

  form.addEventListener('submit', (event) => {
    if (form.dataset.phase === 'sent') return event.preventDefault();
    form.dataset.phase = 'sent';
    form.setAttribute('aria-busy', 'true');
    button.textContent = button.dataset.busyLabel;
    button.classList.add('is-busy');
  });

  // Back from the bank, the browser may show this page as it was left.
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) location.replace(form.dataset.reloadHref);
  });

  const wrong = form.querySelector('[aria-invalid="true"]') || document.getElementById('form-message');
  if (wrong) wrong.focus();
})();
