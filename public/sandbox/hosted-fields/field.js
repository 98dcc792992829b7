/* One input of the shop's form and the frame that stands in for it. */
(function (sdk, $) {
  'use strict';

  sdk.labels = { cardNumber: 'Card number', cardExpiryDate: 'Expiry date', cardCVV: 'Security code' };

  var FLAGS = [
    'empty',
    'complete',
    'enabled',
    'disabled',
    'readonly',
    'readwrite',
    'required',
    'optional',
    'valid',
    'invalid',
    'user-valid',
    'user-invalid',
    'focus',
    'hover',
    'autofill',
    'placeholder-shown',
  ];
  var EVENTS = {
    mouseenter: 'mouseenter',
    mouseleave: 'mouseleave',
    input: 'input',
    change: 'change',
    focus: 'focus',
    blur: 'blur',
    ready: 'ready',
    reset: 'reset',
  };
  var count = 0;

  function Field(input, form, options) {
    count += 1;
    this.input = input;
    this.form = form;
    this.id = 'hostedfield-' + count;
    this.frameName = 'hostedfield-frame-' + count;
    this.options = $.extend(
      { required: input.hasAttribute('required'), disabled: false, readOnly: false, submitOnEnter: false },
      options,
    );
    this.type =
      this.options.type ||
      input.getAttribute('data-hostedfield') ||
      (input.getAttribute('type') || '').replace(/^hostedfield:/, '');
    if (!sdk.labels[this.type]) throw new Error('Unsupported hosted field type ' + this.type);
    this.state = { isEmpty: true, isComplete: false, isValid: false };
    this.isReady = false;
    this.waiting = {};
    this.build();
  }

  Field.prototype.initialise = function () {
    var options = {
      placeholder: this.options.placeholder || this.input.getAttribute('placeholder') || '',
      label: this.label,
      required: this.options.required,
      disabled: this.options.disabled,
      readOnly: this.options.readOnly,
      submitOnEnter: this.options.submitOnEnter,
      rules: sdk.styleRules(this.options.stylesheet || this.form.options.stylesheet),
    };
    this.send('initialise', { options: options });
  };

  Field.prototype.send = function (messageType, more) {
    var message = $.extend({ messageType: messageType, formId: this.form.id, fieldId: this.id }, more);
    this.frame.contentWindow.postMessage(message, '*');
  };

  /* Asks the frame and gives a promise of its answer. */
  Field.prototype.ask = function (messageType, more) {
    var waiting = this.waiting;
    var postback = messageType + '-' + Math.random().toString(36).slice(2);
    this.send(messageType, $.extend({ postback: postback }, more));
    return new Promise(function (resolve, reject) {
      waiting[postback] = { resolve: resolve, reject: reject };
    });
  };

  Field.prototype.receive = function (message) {
    if (message.messageType === 'postback') this.settle(message);
    else if (message.messageType === 'submitOnEnter') this.form.requestSubmit();
    else if (message.messageType === 'fieldEvent') this.take(message.event);
  };

  Field.prototype.settle = function (message) {
    var asked = this.waiting[message.postback];
    if (!asked) return;
    delete this.waiting[message.postback];
    if (message.exception) asked.reject(new Error(message.exception));
    else asked.resolve(message.result);
  };

  Field.prototype.take = function (event) {
    var wasValid = this.state.isValid;
    this.state = event.field;
    if (event.eventType === 'ready') {
      this.isReady = true;
      this.input.disabled = this.options.disabled;
    }
    if (event.eventType === 'mouseenter' || event.eventType === 'mouseleave')
      this.isHovered = event.eventType === 'mouseenter';
    this.input.value = this.state.isEmpty ? '' : '*';
    if (event.eventType === 'input') this.marker.setCustomValidity('');
    this.showState();
    if (EVENTS[event.eventType]) this.trigger(EVENTS[event.eventType]);
    if (wasValid !== this.state.isValid) this.trigger(this.state.isValid ? 'valid' : 'invalid');
  };

  Field.prototype.trigger = function (name) {
    $(this.input).trigger('hostedfield:' + name, [this]);
    if (this.options.nativeEvents)
      this.input.dispatchEvent(new CustomEvent(name, { bubbles: true, detail: this.state }));
  };

  Field.prototype.showState = function () {
    var state = this.state;
    var on = {
      empty: state.isEmpty,
      complete: state.isComplete,
      'placeholder-shown': state.isEmpty,
      disabled: state.isDisabled || !this.isReady,
      enabled: !state.isDisabled && this.isReady,
      readonly: state.isReadOnly,
      readwrite: !state.isReadOnly,
      required: this.options.required,
      optional: !this.options.required,
      valid: state.isValid,
      invalid: !state.isValid,
      'user-valid': state.isUserChecked && state.isValid,
      'user-invalid': state.isUserChecked && !state.isValid,
      focus: state.isFocused,
      hover: this.isHovered,
      autofill: state.isAutofilled,
    };
    FLAGS.forEach(function (flag) {
      this.wrapper.classList.toggle('hf-' + flag, Boolean(on[flag]));
    }, this);
  };

  Field.prototype.setValidity = function (message) {
    this.marker.setCustomValidity(message || '');
  };

  Field.prototype.setOption = function (name, value) {
    this.options[name] = value;
    var given = {};
    given[name] = value;
    this.send('setOptions', { options: given });
  };
  ['Placeholder', 'Disabled', 'Required', 'ReadOnly'].forEach(function (name) {
    Field.prototype['set' + name] = function (value) {
      this.setOption(name.charAt(0).toLowerCase() + name.slice(1), value);
    };
  });

  Field.prototype.setStylesheet = function (selector) {
    this.options.stylesheet = selector;
    this.send('setOptions', { options: { rules: sdk.styleRules(selector) } });
  };
  Field.prototype.setFocused = function (focused) {
    this.send('setFocused', { focused: focused !== false });
  };
  Field.prototype.validate = function () {
    return this.ask('validate');
  };
  Field.prototype.reset = function () {
    this.setValidity('');
    this.send('resetField');
  };
  Field.prototype.isEmpty = function () {
    return this.state.isEmpty;
  };
  Field.prototype.isComplete = function () {
    return this.state.isComplete;
  };
  Field.prototype.getState = function () {
    return $.extend({}, this.state);
  };

  Field.prototype.destroy = function () {
    this.wrapper.remove();
    this.input.classList.remove('hostedfield-element');
    this.input.style.display = '';
    this.input.removeAttribute('aria-hidden');
    this.input.disabled = false;
    this.input.value = '';
  };

  sdk.classes.Field = Field;
})(window.hostedFields, window.jQuery);
