(() => {
  'use strict';

  const button = document.getElementById('print-receipt');
  if (!button) return;
  button.hidden = false;
  button.addEventListener('click', () => window.print());
})();
