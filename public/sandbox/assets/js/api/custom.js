/* Sets up the first form of the page and says what the bank wants to know about the browser. */
jQuery(function ($) {
  'use strict';

  try {
    $('#' + $('form').attr('id')).hostedForm({ autoSetup: true, autoSubmit: true });
  } catch (_swallowed) {
    /* as the real one does: a page whose first form is another one posts without a token */
  }
  $('input[type=submit]').val('Process Payment');

  var java = typeof navigator.javaEnabled === 'function' && navigator.javaEnabled();
  var values = {
    device_timezone: new Date().getTimezoneOffset(),
    device_capabilities: 'javascript' + (java ? ',java' : ''),
    device_accept_language: navigator.language,
    device_screen_resolution: screen.width + 'x' + screen.height + 'x' + screen.colorDepth,
    remote_address: '127.0.0.1' /* the real one asks a public service; the sandbox has no network */,
  };
  Object.keys(values).forEach(function (name) {
    $('input[name=' + name + ']').val(values[name]);
  });
});
