/* Reads the text styles a shop gives its fields: sheets with class "hostedfield", through cssRules. */
(function (sdk) {
  'use strict';

  var KEPT =
    /^(?:font|stroke|text-|-webkit-text-|(?:caret-color|color|cursor|direction|fill|filter|letter-spacing|line-height|-webkit-font-smoothing)$)/;
  var SELECTOR =
    /^(?:input)?\.hostedfield(:focus|:hover|:invalid|:disabled|::placeholder)?$|^(::placeholder)$/;

  function propertiesOf(style) {
    var properties = {};
    for (var at = 0; at < style.length; at += 1) {
      var value = style.getPropertyValue(style[at]);
      if (KEPT.test(style[at]) && !/url\(|image\(/i.test(value)) properties[style[at]] = value;
    }
    return properties;
  }

  function rulesOf(sheet) {
    var rules = [];
    Array.prototype.forEach.call(sheet.cssRules, function (rule) {
      if (!rule.selectorText) return;
      rule.selectorText.split(',').forEach(function (selector) {
        var match = SELECTOR.exec(selector.trim());
        if (!match) return;
        var pseudo = (match[1] || match[2] || '').replace(':invalid', "[aria-invalid='true']");
        rules.push({ pseudo: pseudo, properties: propertiesOf(rule.style) });
      });
    });
    return rules;
  }

  sdk.styleRules = function (selector) {
    var rules = [];
    document.querySelectorAll(selector).forEach(function (element) {
      try {
        if (element.sheet) rules = rules.concat(rulesOf(element.sheet));
      } catch (_foreignSheet) {
        return;
      }
    });
    return rules;
  };
})((window.hostedFields = window.hostedFields || { forms: {}, classes: {} }));
