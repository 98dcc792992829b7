/* Shows the wallets that this device can pay with. */
(() => {
  'use strict';

  for (const way of document.querySelectorAll('.methods > [data-wallet]')) {
    window.deviceCanPayWith(way.dataset.wallet).then((can) => {
      if (!can) return;
      way.hidden = false;
      const notice = document.getElementById('no-wallet');
      if (notice) notice.remove();
    });
  }
})();
