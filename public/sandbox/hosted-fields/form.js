/* The shop's form and its fields. */
(function (sdk, $) {
  'use strict';

  var DEFAULTS = {
    stylesheet: 'link.hostedfield[rel=stylesheet], style.hostedfield',
    tokenise: 'INPUT.hostedfield-tokenise, INPUT[data-hostedfield-tokenise], INPUT[name^="paymentToken["]',
    autoSetup: true,
    autoSubmit: true,
    fields: {},
  };
  var HOSTED = 'input[type^="hostedfield:"], input[data-hostedfield]';
  var count = 0;

  function Form(element, options) {
    count += 1;
    this.element = element;
    this.id = element.id || 'hostedform-' + count;
    this.options = $.extend({}, DEFAULTS, options);
    this.fields = [];
    this.isBusy = false;
    this.merchantID = this.options.merchantID || $('input[name=merchantID]', element).val();
    if (!this.merchantID) throw new Error('No merchantID was given');
    var language = element.closest('[lang]');
    this.locale = this.options.locale || (language ? language.lang : 'en');
    this.onMessage = this.receive.bind(this);
    this.onSubmit = this.handleSubmit.bind(this);
    window.addEventListener('message', this.onMessage);
    sdk.forms[this.id] = this;
    if (this.options.autoSetup) this.autoSetup();
    if (this.options.autoSubmit) this.autoSubmit();
    $(element).trigger('hostedform:create', [this]);
  }

  Form.prototype.autoSetup = function () {
    $(HOSTED, this.element)
      .not('.hostedfield-element')
      .each(
        function (_index, input) {
          this.addField(input);
        }.bind(this),
      );
  };

  Form.prototype.addField = function (input, options) {
    var element = $(input)[0];
    var given = this.options.fields[element.id] || this.options.fields.any || {};
    var shared = { submitOnEnter: this.options.submitOnEnter, nativeEvents: this.options.nativeEvents };
    var field = new sdk.classes.Field(element, this, $.extend({}, shared, given, options));
    this.fields.push(field);
    $.data(element, 'hostedField', field);
    field.trigger('create');
    return field;
  };

  Form.prototype.delField = function (input) {
    var field = $.data($(input)[0], 'hostedField');
    this.fields = this.fields.filter(function (each) {
      return each !== field;
    });
    if (field) field.destroy();
  };

  Form.prototype.autoSubmit = function () {
    $(this.element).off('submit.hostedform').on('submit.hostedform', this.onSubmit);
  };

  Form.prototype.requestSubmit = function () {
    this.element.requestSubmit();
  };

  /* Only messages of the form's own frames count. */
  Form.prototype.receive = function (event) {
    var message = event.data;
    if (!message || !message.fieldId) return;
    this.fields.forEach(function (field) {
      if (field.id === message.fieldId && field.frame.contentWindow === event.source) field.receive(message);
    });
  };

  Form.prototype.ask = function (messageType, tokenData) {
    var first = this.fields[0];
    if (!first || !this.isReady())
      return Promise.reject(new Error('The card fields are not ready yet. Please wait a moment.'));
    var fields = this.fields.map(function (field) {
      return { fieldId: field.id, type: field.type, frame: field.frameName };
    });
    return first.ask(messageType, {
      fields: fields,
      merchantId: String(this.merchantID),
      tokenData: tokenData || {},
    });
  };

  Form.prototype.isReady = function () {
    return this.fields.every(function (field) {
      return field.isReady;
    });
  };

  Form.prototype.getPaymentDetails = function (tokenData) {
    return this.ask('getPaymentDetails', tokenData);
  };

  Form.prototype.validate = async function () {
    var result = await this.ask('validateForm');
    this.lastErrors = result.invalid || {};
    return result.success === true;
  };

  Form.prototype.getInvalidElements = function () {
    return this.fields
      .filter(function (field) {
        return !field.state.isValid;
      })
      .map(function (field) {
        return field.input;
      });
  };

  Form.prototype.getValidationErrors = function () {
    return $.extend({}, this.lastErrors);
  };

  Form.prototype.reset = function () {
    this.fields.forEach(function (field) {
      field.reset();
    });
  };

  Form.prototype.setMerchantID = function (merchantID) {
    this.merchantID = merchantID;
  };

  Form.prototype.setStylesheet = function (selector) {
    this.fields.forEach(function (field) {
      field.setStylesheet(selector);
    });
  };

  Form.prototype.destroy = function () {
    window.removeEventListener('message', this.onMessage);
    $(this.element).off('submit.hostedform').removeData('hostedForm');
    this.fields.forEach(function (field) {
      $.removeData(field.input, 'hostedField');
      field.destroy();
    });
    this.fields = [];
    delete sdk.forms[this.id];
  };

  sdk.classes.Form = Form;
})(window.hostedFields, window.jQuery);
