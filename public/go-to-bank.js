(() => {
  'use strict';

  const way = document.getElementById('bank-form') || document.getElementById('bank-link');
  if (!way) return;

  function goBack() {
    location.replace(way.dataset.backHref);
  }

  window.addEventListener('pageshow', (event) => {
    if (event.persisted && way.dataset.backHref) goBack();
  });

  // Whoever comes here by the back button has just left the bank: to be sent there again at once would be a trap.
  const [arrival] = performance.getEntriesByType('navigation');
  if (arrival && arrival.type === 'back_forward' && way.dataset.backHref) return goBack();

  // A bank's field may be called `submit` and would hide the form's own method.
  if (way.id === 'bank-form') HTMLFormElement.prototype.submit.call(way);
  else location.assign(way.href);
})();
