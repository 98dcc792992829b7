/* What happens when the form is submitted: validate, tokenise, put the token in, and submit natively to the shop. */
(function (sdk, $) {
  'use strict';

  var Form = sdk.classes.Form;

  Form.prototype.handleSubmit = function (event) {
    event.preventDefault();
    if (this.isBusy || this.trigger('presubmit').isDefaultPrevented()) return;
    this.isBusy = true;
    this.payAndSubmit()
      .catch(this.showError.bind(this))
      .then(
        function () {
          this.isBusy = false;
        }.bind(this),
      );
  };

  Form.prototype.payAndSubmit = async function () {
    if (!this.element.checkValidity() && this.ownInputsInvalid()) {
      this.showInvalid({});
      return;
    }
    var details = await this.getPaymentDetails(this.tokenData(), true);
    if (details.invalid) {
      this.showInvalid(details.invalid);
      return;
    }
    if (!details.success) throw new Error(details.message || 'The card was not accepted.');
    this.trigger('valid');
    this.addPaymentToken(details.paymentToken);
    if (this.trigger('submit').isDefaultPrevented()) return;
    this.forceSubmit();
  };

  /* The frames speak for their inputs, and the markers repeat what they said last time; only the shop's own inputs count here. */
  Form.prototype.ownInputsInvalid = function () {
    return Array.prototype.some.call(this.element.querySelectorAll(':invalid'), function (input) {
      return !input.matches('.hostedfield-input, .hostedfield-element');
    });
  };

  Form.prototype.trigger = function (name, extra) {
    var event = $.Event('hostedform:' + name);
    $(this.element).trigger(event, extra);
    return event;
  };

  /* What is wrong, by the label of the field. */
  Form.prototype.showInvalid = function (messages) {
    this.fields.forEach(function (field) {
      field.setValidity(messages[field.label]);
    });
    if (!this.trigger('invalid', [{ invalid: messages }]).isDefaultPrevented()) this.element.reportValidity();
  };

  Form.prototype.showError = function (error) {
    var event = this.trigger('error', [{ message: error.message }]);
    if (!event.isDefaultPrevented()) window.alert(error.message);
  };

  /* Inputs meant for the token go into it and are not posted. */
  Form.prototype.tokenData = function () {
    var data = {};
    $(this.options.tokenise, this.element).each(function (_index, input) {
      data[input.name.replace(/^paymentToken\[(.*)\]$/, '$1')] = input.value;
      input.disabled = true;
    });
    return data;
  };

  Form.prototype.addPaymentToken = function (token) {
    var input = $('input[name=paymentToken]', this.element);
    if (input.length === 0) input = $('<input type="hidden" name="paymentToken">').appendTo(this.element);
    input.val(token);
  };

  /* Native: no further submit event, and no button's name is posted. */
  Form.prototype.forceSubmit = function () {
    $(this.element).off('submit.hostedform');
    HTMLFormElement.prototype.submit.call(this.element);
  };
})(window.hostedFields, window.jQuery);
