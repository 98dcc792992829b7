/* The page's side of a field: the shop's input is hidden, and a frame of the gateway takes its place. */
(function (sdk) {
  'use strict';

  var scriptFolder = new URL('.', document.currentScript.src).href;
  var SMALLEST_HEIGHT = 24;
  var Field = sdk.classes.Field;

  Field.prototype.build = function () {
    this.label = this.labelText();
    this.wrapper = document.createElement('div');
    this.wrapper.className = ('hostedfield hostedfield-wrapper ' + this.input.className).trim();
    if (this.input.id) this.wrapper.id = this.input.id + '-hostedfield';
    Array.prototype.forEach.call(
      this.input.attributes,
      function (attribute) {
        if (/^(data-|lang$|dir$|title$)/.test(attribute.name))
          this.wrapper.setAttribute(attribute.name, attribute.value);
      },
      this,
    );
    this.wrapper.style.position = 'relative';
    this.input.parentNode.insertBefore(this.wrapper, this.input.nextSibling);
    this.hideInput();
    this.wrapper.appendChild(this.buildMarker());
    this.wrapper.appendChild(this.buildFrame());
    this.wrapper.addEventListener('click', this.setFocused.bind(this, true));
    this.showState();
  };

  Field.prototype.labelText = function () {
    var label = this.input.id && document.querySelector('label[for="' + CSS.escape(this.input.id) + '"]');
    return (
      this.input.getAttribute('aria-label') || (label && label.textContent.trim()) || sdk.labels[this.type]
    );
  };

  Field.prototype.hideInput = function () {
    this.input.classList.add('hostedfield-element');
    this.input.setAttribute('aria-hidden', 'true');
    this.input.setAttribute('autocomplete', 'off');
    this.input.setAttribute('tabindex', '-1');
    this.input.disabled = true;
    this.input.style.display = 'none';
  };

  /* Carries the browser's own message about a wrong field; never posted, since it has no name. */
  Field.prototype.buildMarker = function () {
    this.marker = document.createElement('input');
    this.marker.type = 'text';
    this.marker.className = 'hostedfield-input';
    this.marker.tabIndex = -1;
    this.marker.autocomplete = 'off';
    this.marker.setAttribute('aria-label', this.label);
    Object.assign(this.marker.style, {
      position: 'absolute',
      left: '0',
      bottom: '0',
      width: '100%',
      height: '1px',
      margin: '0',
      padding: '0',
      border: '0',
      opacity: '0',
      pointerEvents: 'none',
    });
    this.marker.addEventListener('keydown', this.setFocused.bind(this, true));
    return this.marker;
  };

  Field.prototype.buildFrame = function () {
    this.frame = document.createElement('iframe');
    this.frame.id = this.frameName;
    this.frame.name = this.frameName;
    this.frame.className = 'hostedfield-frame';
    this.frame.title = 'Secure input: ' + this.label;
    var height = Math.max(SMALLEST_HEIGHT, innerHeightOf(this.wrapper));
    Object.assign(this.frame.style, {
      display: 'block',
      width: '100%',
      height: height + 'px',
      border: '0',
      background: 'transparent',
      colorScheme: 'normal',
    });
    this.frame.setAttribute('allowtransparency', 'true');
    this.frame.addEventListener('load', this.initialise.bind(this));
    var query = new URLSearchParams({
      type: this.type,
      formId: this.form.id,
      fieldId: this.id,
      domId: this.input.id,
      locale: this.form.locale,
      min: '1',
    });
    this.frame.src = scriptFolder + 'private/hostedfields.php?' + query;
    return this.frame;
  };

  function innerHeightOf(element) {
    var style = getComputedStyle(element);
    return element.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom);
  }
})(window.hostedFields);
