/*
 * What is wrong with the card form, said beside the field it is about: for our own inputs, and for Blink's hosted
 * fields, whose insides nobody here can see. checkout.js says when to look.
 */
(() => {
  'use strict';

  const MARKS = '[aria-invalid="true"], .hosted.is-invalid';

  window.cardFormMarks = (form, message) => {
    const texts = message.dataset;
    const ownFields = Array.from(form.querySelectorAll('.field__input'));
    const hostedFields = Array.from(form.querySelectorAll('[data-hosted]')).map(hostedFieldIn);

    function checkOwnFields() {
      ownFields.forEach((input) => markOwn(input, problemOf(input)));
      return !ownFields.some((input) => input.getAttribute('aria-invalid') === 'true');
    }

    /**
     * @param reason what to say when no field can be named
     * @param reasons by the field's label, or by Blink's name for it, as far as its script gives them
     */
    function showInvalid(reason, reasons) {
      hostedFields.forEach((field) =>
        markHosted(field, reasonFor(field, reasons || {}) || hostedProblem(field)),
      );
      showMessage(form.querySelector(MARKS) ? texts.checkMarked : reason || texts.checkCard);
      focusFirst();
    }

    function showMessage(text) {
      message.classList.add('notice--error');
      say(message, text);
    }

    function focusFirst() {
      const first = form.querySelector(MARKS);
      const field = hostedFields.find(({ box }) => box === first);
      if (field) focusHosted(field);
      else if (first) first.focus();
      else if (message.textContent) message.focus();
    }

    function clear(field) {
      markHosted(field, '');
      forgetMessage();
    }

    /** What is left wrong is said at once; what is left empty only when the shopper wants to pay. */
    function judgeLeft(field) {
      if (hasState(field, 'hf-user-invalid') && !hasState(field, 'hf-empty'))
        markHosted(field, hostedProblem(field));
    }

    function forgetMessage() {
      if (message.textContent === texts.checkMarked && !form.querySelector(MARKS)) say(message, '');
    }

    ownFields.forEach((input) =>
      input.addEventListener('input', () => {
        markOwn(input, '');
        forgetMessage();
      }),
    );

    return {
      hostedFields,
      checkOwnFields,
      showInvalid,
      showMessage,
      focusFirst,
      clear,
      judgeLeft,
      focusHosted,
      nameFrame,
    };
  };

  function hostedFieldIn(box) {
    const input = box.querySelector('input');
    const type = input.getAttribute('type').replace('hostedfield:', '');
    return {
      box,
      input,
      type,
      label: box.querySelector('label'),
      error: box.querySelector('.field__error'),
    };
  }

  function problemOf(input) {
    if (input.value.trim() === '') return input.dataset.missing;
    if (input.type === 'email' && input.validity.typeMismatch) return input.dataset.wrong;
    return '';
  }

  function markOwn(input, text) {
    if (text) input.setAttribute('aria-invalid', 'true');
    else input.removeAttribute('aria-invalid');
    say(document.getElementById(`${input.id}-error`), text);
  }

  function hostedProblem(field) {
    const { missing, wrong } = field.box.dataset;
    if (hasState(field, 'hf-empty')) return missing;
    if (hasState(field, 'hf-invalid') || hasState(field, 'hf-user-invalid')) return wrong;
    return '';
  }

  /** Blink's script keys what it says by the text of the label, and has keyed it by the type of the field. */
  function reasonFor(field, reasons) {
    const names = [field.type, field.label.textContent].map(folded);
    const key = Object.keys(reasons).find((each) => names.includes(folded(each)));
    return key === undefined ? '' : reasons[key];
  }

  function folded(name) {
    return name
      .trim()
      .replace(/\s+/g, ' ')
      .replace(/ ?[:*]$/, '')
      .toLowerCase();
  }

  function markHosted(field, text) {
    const plain = String(text);
    field.box.classList.toggle('is-invalid', plain !== '');
    say(field.error, plain);
    nameFrame(field);
  }

  function hasState(field, name) {
    return field.box.querySelector(`.hostedfield.${name}`) !== null;
  }

  /** "Secure input" three times tells a screen reader's user nothing. */
  function nameFrame(field) {
    const frame = field.box.querySelector('iframe');
    const error = field.error.textContent;
    if (frame) frame.title = field.label.textContent.trim() + (error ? `. ${error}` : '');
  }

  function focusHosted(field) {
    const frame = field.box.querySelector('iframe');
    if (frame) frame.focus(); // at once; Blink's script has to ask its frame
    try {
      window.jQuery(field.input).hostedField('setFocused', true);
    } catch {
      // the frame as a whole has the focus: one Tab further is the field
    }
  }

  function say(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }
})();
