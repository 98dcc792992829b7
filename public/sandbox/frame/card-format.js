/* How the three fields are written and when they are right. */
(function (frame) {
  'use strict';

  function digitsOf(text) {
    return text.replace(/\D/g, '');
  }

  function isAmex(digits) {
    return /^3[47]/.test(digits);
  }

  function grouped(digits) {
    var groups = isAmex(digits) ? [4, 6, 5] : [4, 4, 4, 4, 3];
    var parts = [];
    var from = 0;
    groups.forEach(function (length) {
      if (digits.length > from) parts.push(digits.slice(from, from + length));
      from += length;
    });
    return parts.join(' ');
  }

  /* 4 can only be April, 1 may become a month with two digits. */
  function expiryOf(text) {
    var digits = digitsOf(text).slice(0, 4);
    if (/^[2-9]/.test(digits) || (/^1\s*\//.test(text) && digits.length === 1))
      digits = ('0' + digits).slice(0, 4);
    return digits.length < 2 ? digits : digits.slice(0, 2) + '/' + digits.slice(2);
  }

  function expiryProblem(text) {
    var match = /^(\d\d)\/(\d\d)$/.exec(text);
    if (!match) return 'Enter the expiry date as MM/YY';
    var month = Number(match[1]);
    if (month < 1 || month > 12) return 'Enter a month between 01 and 12';
    return Date.UTC(2000 + Number(match[2]), month, 1) > Date.now() ? '' : 'The card has expired';
  }

  frame.formats = {
    cardNumber: {
      written: function (text) {
        return grouped(digitsOf(text).slice(0, 19));
      },
      problem: function (text, testCards) {
        var digits = digitsOf(text);
        if (digits === '') return 'Enter the card number';
        return testCards.indexOf(digits) >= 0 ? '' : 'This is a sandbox: it takes published test cards only';
      },
    },
    cardExpiryDate: {
      written: expiryOf,
      problem: function (text) {
        return text === '' ? 'Enter the expiry date' : expiryProblem(text);
      },
    },
    cardCVV: {
      written: function (text) {
        return digitsOf(text).slice(0, 4);
      },
      /* The number is in another frame; without it three or four digits will do, and tokenising looks again. */
      problem: function (text, testCards, cardNumber) {
        if (text === '') return 'Enter the security code';
        var digits = digitsOf(cardNumber || '');
        if (digits === '') return /^\d{3,4}$/.test(text) ? '' : 'Enter the security code';
        var length = isAmex(digits) ? 4 : 3;
        return text.length === length ? '' : 'The security code has ' + length + ' digits';
      },
    },
  };

  /* Where the caret belongs after the text was written anew: behind as many digits as before. */
  frame.caretBehind = function (text, digits) {
    var seen = 0;
    for (var at = 0; at < text.length; at += 1) {
      if (seen === digits) return at;
      if (/\d/.test(text.charAt(at))) seen += 1;
    }
    return text.length;
  };

  frame.digitsOf = digitsOf;
})((window.sandboxFrame = window.sandboxFrame || {}));
