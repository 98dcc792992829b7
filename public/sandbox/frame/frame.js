/* One field in its frame. What is typed here never leaves the sandbox's own origin. */
(function (frame) {
  'use strict';

  var input = document.getElementById('field');
  var spoken = document.getElementById('problem');
  var query = new URLSearchParams(location.search);
  var fieldId = query.get('fieldId');
  var format = frame.formats[input.dataset.type];
  var testCards = JSON.parse(input.dataset.testCards);
  var options = { submitOnEnter: false, required: false };
  var touched = false;

  frame.type = input.dataset.type;
  frame.label = function () {
    return document.querySelector('label').textContent.trim();
  };
  frame.text = function () {
    return input.value;
  };
  frame.problem = function () {
    if (input.value === '' && !options.required) return '';
    return format.problem(input.value, testCards, frame.type === 'cardCVV' ? siblingText('cardNumber') : '');
  };
  frame.showProblem = function () {
    touched = true;
    report('validity');
  };

  /* The other frames of the same form are of this origin, so they can be read; the shop's page cannot. */
  function siblings() {
    var found = [];
    for (var at = 0; at < window.parent.length; at += 1) {
      try {
        var other = window.parent[at];
        if (other.sandboxFrame && sameForm(other.location.search)) found.push(other.sandboxFrame);
      } catch (_foreign) {
        continue;
      }
    }
    return found;
  }

  function sameForm(search) {
    return new URLSearchParams(search).get('formId') === query.get('formId');
  }

  function siblingText(type) {
    var match = siblings().filter(function (each) {
      return each.type === type;
    })[0];
    return match ? match.text() : '';
  }

  function post(message) {
    message.fieldId = fieldId;
    window.parent.postMessage(message, '*');
  }

  function report(eventType) {
    var problem = frame.problem();
    var shown = touched && problem !== '';
    input.setAttribute('aria-invalid', String(shown));
    spoken.textContent = shown ? problem : '';
    post({ messageType: 'fieldEvent', event: { eventType: eventType, field: stateNow(problem) } });
  }

  function stateNow(problem) {
    return {
      isEmpty: input.value === '',
      isComplete: problem === '',
      isValid: problem === '',
      isUserChecked: touched,
      isFocused: document.activeElement === input,
      isDisabled: input.disabled,
      isReadOnly: input.readOnly,
      isRequired: options.required,
      isAutofilled: input.matches(':autofill'),
      validationMessage: problem,
    };
  }

  input.addEventListener('input', function () {
    var before = frame.digitsOf(input.value.slice(0, input.selectionStart)).length;
    var atEnd = input.selectionStart === input.value.length;
    var written = format.written(input.value);
    if (written !== input.value && !isErasingSlash(written)) {
      input.value = written;
      var caret = atEnd ? written.length : frame.caretBehind(written, before);
      input.setSelectionRange(caret, caret);
    }
    last = input.value;
    report('input');
  });

  /* Backspace behind `12/` must not bring the slash back. */
  var last = '';
  function isErasingSlash(written) {
    return frame.type === 'cardExpiryDate' && written === last && input.value === last.slice(0, -1);
  }

  input.addEventListener('focus', function () {
    report('focus');
  });
  input.addEventListener('blur', function () {
    if (input.value !== '') touched = true;
    report('blur');
  });
  input.addEventListener('change', function () {
    report('change');
  });
  input.addEventListener('keydown', function (event) {
    if (event.key === 'Enter' && options.submitOnEnter) post({ messageType: 'submitOnEnter' });
  });
  document.addEventListener('mouseenter', function () {
    report('mouseenter');
  });
  document.addEventListener('mouseleave', function () {
    report('mouseleave');
  });

  function checked() {
    var errors = {};
    siblings().forEach(function (each) {
      each.showProblem();
      if (each.problem() !== '') errors[each.label()] = each.problem();
    });
    return errors;
  }

  function invalidResult(errors) {
    return { success: false, message: errors[Object.keys(errors)[0]], invalid: errors, errors: errors };
  }

  async function paymentDetails(message) {
    var errors = checked();
    if (Object.keys(errors).length > 0) return invalidResult(errors);
    var body = new FormData();
    body.append('process', 'tokenise');
    body.append('merchantID', message.merchantId);
    body.append('tokenType', 'card');
    siblings().forEach(function (each) {
      body.append('tokenData[' + each.type + ']', each.text());
    });
    Object.keys(message.tokenData || {}).forEach(function (name) {
      body.append('tokenData[' + name + ']', message.tokenData[name]);
    });
    var response = await fetch('/paymentform', { method: 'POST', body: body });
    return response.json();
  }

  function setOptions(given) {
    if (given.placeholder) input.placeholder = given.placeholder;
    if (given.label) document.querySelector('label').textContent = given.label;
    if (typeof given.required === 'boolean') options.required = given.required;
    if (typeof given.submitOnEnter === 'boolean') options.submitOnEnter = given.submitOnEnter;
    if (typeof given.disabled === 'boolean') input.disabled = given.disabled;
    if (typeof given.readOnly === 'boolean') input.readOnly = given.readOnly;
    if (given.rules) setRules(given.rules);
  }

  /* Through the style sheet's own interface: no style element and no attribute, so a strict policy does not mind. */
  function setRules(rules) {
    var sheet = document.styleSheets[0];
    while (frame.ownRules > 0) {
      sheet.deleteRule(sheet.cssRules.length - 1);
      frame.ownRules -= 1;
    }
    rules.forEach(function (rule) {
      var index = sheet.insertRule('.field' + rule.pseudo + ' {}', sheet.cssRules.length);
      Object.keys(rule.properties).forEach(function (name) {
        sheet.cssRules[index].style.setProperty(name, rule.properties[name]);
      });
      frame.ownRules += 1;
    });
  }
  frame.ownRules = 0;

  function reset() {
    input.value = '';
    last = '';
    touched = false;
    report('reset');
  }

  var answers = {
    initialise: function (message) {
      setOptions(message.options || {});
      report('ready');
    },
    setOptions: function (message) {
      setOptions(message.options || {});
      report('state');
    },
    setFocused: function (message) {
      if (message.focused === false) input.blur();
      else input.focus();
    },
    resetField: reset,
    resetForm: reset,
    validate: function () {
      frame.showProblem();
      return frame.problem();
    },
    validateForm: function () {
      var errors = checked();
      return Object.keys(errors).length === 0 ? { success: true } : invalidResult(errors);
    },
    getPaymentDetails: paymentDetails,
  };

  window.addEventListener('message', async function (event) {
    var message = event.data;
    if (event.source !== window.parent || !message || message.fieldId !== fieldId) return;
    if (!Object.prototype.hasOwnProperty.call(answers, message.messageType)) return;
    var reply = { messageType: 'postback', postback: message.postback };
    try {
      reply.result = await answers[message.messageType](message);
    } catch (_failed) {
      reply.exception = 'The card details could not be sent. Please try again.';
    }
    if (message.postback) post(reply);
  });
})(window.sandboxFrame);
