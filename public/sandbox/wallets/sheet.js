/* The wallet's sheet of the sandbox: it asks for consent and knows no card. No inline style, so a strict policy does not mind. */
(function () {
  'use strict';

  var BUTTON = {
    minHeight: '48px',
    width: '100%',
    marginTop: '12px',
    border: '1px solid #1b2733',
    borderRadius: '8px',
    font: 'inherit',
    fontWeight: '600',
    cursor: 'pointer',
  };

  function element(name, text, style) {
    var made = document.createElement(name);
    made.textContent = text;
    Object.assign(made.style, style);
    return made;
  }

  function button(text, value, style) {
    var made = element('button', text, Object.assign({}, BUTTON, style));
    made.value = value;
    return made;
  }

  /* Gives a promise of true when the shopper pays, of false when the sheet is closed. */
  window.sandboxWalletSheet = function (wallet, amount) {
    var dialog = element('dialog', '', {
      width: 'min(92vw, 360px)',
      padding: '24px',
      border: '0',
      borderRadius: '16px',
      color: '#1b2733',
      font: '16px/1.5 system-ui, sans-serif',
    });
    var form = document.createElement('form');
    form.method = 'dialog';
    dialog.setAttribute('aria-label', wallet + ' in the sandbox');
    form.append(
      element('p', wallet, { margin: '0', fontSize: '1.25rem', fontWeight: '700' }),
      element('p', 'Sandbox. Not a real wallet; no money moves.', { margin: '4px 0 16px', color: '#4d5a67' }),
      element('p', amount, { margin: '0', fontSize: '1.5rem', fontWeight: '700' }),
      button('Pay', 'pay', { background: '#1b2733', color: '#fff' }),
      button('Cancel', 'cancel', { background: '#fff', color: '#1b2733' }),
    );
    dialog.append(form);
    document.body.append(dialog);
    return new Promise(function (resolve) {
      dialog.addEventListener('close', function () {
        dialog.remove();
        resolve(dialog.returnValue === 'pay');
      });
      dialog.showModal();
    });
  };

  window.sandboxWalletText = function (length) {
    var bytes = crypto.getRandomValues(new Uint8Array(length));
    return btoa(String.fromCharCode.apply(null, bytes));
  };
})();
