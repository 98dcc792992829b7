(() => {
  'use strict';

  const form = document.getElementById('bank-form');
  // A bank's field may be called `submit` and would hide the form's own method.
  if (form) HTMLFormElement.prototype.submit.call(form);

  const link = document.getElementById('bank-link');
  if (link) location.assign(link.href);
})();
