/* $(form).hostedForm(options | method, …) and $(input).hostedField(method, …) */
(function (sdk, $) {
  'use strict';

  function callOn(instance, method, values) {
    if (method === 'instance') return instance;
    if (!instance) throw new Error('Cannot call ' + method + ' before the hosted fields are set up');
    if (typeof instance[method] !== 'function') throw new Error('There is no method ' + method);
    return instance[method].apply(instance, values);
  }

  $.fn.hostedForm = function (given) {
    if (typeof given === 'string') {
      return callOn($.data(this[0], 'hostedForm'), given, Array.prototype.slice.call(arguments, 1));
    }
    return this.each(function () {
      if (this.nodeName !== 'FORM') throw new Error('Hosted forms are made of FORM elements only');
      if (!$.data(this, 'hostedForm'))
        $.data(this, 'hostedForm', new sdk.classes.Form(this, $.extend(attributesOf(this), given)));
    });
  };

  $.fn.hostedField = function (given) {
    if (this[0] && this[0].nodeName !== 'INPUT')
      throw new Error('Hosted fields are made of INPUT elements only');
    if (typeof given === 'string') {
      return callOn($.data(this[0], 'hostedField'), given, Array.prototype.slice.call(arguments, 1));
    }
    return this.each(function () {
      var form = $.data(this.form, 'hostedForm');
      if (!form) throw new Error('The form is not a hosted form yet');
      if (!$.data(this, 'hostedField')) form.addField(this, given);
    });
  };

  /* data-hostedform-merchant-id="…" */
  function attributesOf(form) {
    var options = {};
    if (form.dataset.hostedformMerchantId) options.merchantID = form.dataset.hostedformMerchantId;
    if (form.dataset.hostedformStylesheet) options.stylesheet = form.dataset.hostedformStylesheet;
    return options;
  }

  $(function () {
    $('form[data-hostedform], form[data-hostedforms]').hostedForm();
  });
})(window.hostedFields, window.jQuery);
