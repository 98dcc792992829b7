import path from 'node:path';
import ejs from 'ejs';
import { Views } from '../../src/web/views';

const FOLDER = path.join(__dirname, 'fixtures', 'views');
const PAGE = {
  title: 'A & B',
  heading: 'Your order',
  lines: ['<b>bold</b>', '"quoted"', "it's"],
  sign: '<sign>',
  nonce: 'n',
  brand: { name: 'The Shop' },
  assets: { 'page.css': '/static/page.css?v=1', 'page.js': '/static/page.js?v=1' },
};

describe('a view', () => {
  it('comes out as EJS itself would print it', async () => {
    const expected = await ejs.renderFile(path.join(FOLDER, 'order.ejs'), { page: PAGE });
    expect(new Views(FOLDER).render('order', PAGE)).toBe(expected);
  });

  it('escapes whatever it prints', () => {
    const html = new Views(FOLDER).render('order', { ...PAGE, title: `<script>'"&` });
    expect(html).toContain('<title>&lt;script&gt;&#39;&#34;&amp;</title>');
    expect(html).toContain('<li>&lt;b&gt;bold&lt;/b&gt;</li><li>&#34;quoted&#34;</li><li>it&#39;s</li>');
    expect(html).toContain('<b>&lt;sign&gt;</b>');
  });

  it('prints nothing for what is absent, and numbers as they are', () => {
    const html = new Views(FOLDER).render('order', { ...PAGE, lines: [null, undefined, 0, 12] });
    expect(html).toContain('<ul><li></li><li></li><li>0</li><li>12</li></ul>');
  });

  it('fails loudly when a partial uses a name it was not given', () => {
    expect(() => new Views(FOLDER).render('partials/sign', PAGE)).toThrow(/text is not defined/);
  });

  it('does not take options of the template language from its data', () => {
    const hostile = {
      ...PAGE,
      client: true,
      settings: { 'view options': { outputFunctionName: 'x;throw new Error("fired");//' } },
      escapeFunction: 'throw new Error("fired")',
      part: () => 'fired',
      cache: false,
    };
    const html = new Views(FOLDER).render('order', hostile);
    expect(html).not.toContain('fired');
    expect(html).toBe(new Views(FOLDER).render('order', PAGE));
  });

  it('is not changed by a polluted prototype', () => {
    const names = ['outputFunctionName', 'localsName', 'escape', 'include', 'destructuredLocals', 'client'];
    const clean = new Views(FOLDER).render('order', PAGE);
    try {
      for (const name of names)
        Object.defineProperty(Object.prototype, name, { value: 'fired;', configurable: true });
      expect(new Views(FOLDER).render('order', PAGE)).toBe(clean);
    } finally {
      for (const name of names) Reflect.deleteProperty(Object.prototype, name);
    }
  });
});
