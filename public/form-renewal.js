/*
 * A payment intent lives for minutes, a shopper may take longer. Before it ends this says so, asks the server for a
 * new one and puts it into the form, so that nothing typed is lost. A page that would show something else by now, another
 * amount above all, is loaded again instead: what it shows is what its form says that it showed, and that is never written
 * here. `data-renewal` on the form tells checkout.js whether paying makes sense: live, renewing, over.
 */
(() => {
  'use strict';

  const WARN_BEFORE_MS = 120000;
  const RETRY_AFTER_MS = 15000;
  const ANSWER_WITHIN_MS = 15000;
  const GOOD_NEWS_FOR_MS = 20000;

  const form = document.querySelector('form[data-renew-url]');
  const status = document.getElementById('renewal-status');
  if (!form || !status || !form.dataset.expiresAt) return;
  const texts = status.dataset;

  let endsAt = 0;
  let warnAt = 0;
  let tryAt = 0;
  let gaveUp = false;

  /** Counted from the server's own two dates: the shopper's clock may be wrong. */
  function live(expiresAt, serverNow) {
    const now = Date.now();
    const lifeMs = Date.parse(expiresAt) - (Date.parse(serverNow) || now);
    endsAt = now + lifeMs;
    warnAt = endsAt - Math.min(WARN_BEFORE_MS, lifeMs / 2);
    tryAt = warnAt;
    form.dataset.renewal = 'live';
  }

  function tick() {
    const now = Date.now();
    const paying = form.dataset.phase === 'checking' || form.dataset.phase === 'sent';
    if (paying || form.dataset.renewal === 'renewing' || now < warnAt) return;
    if (now >= endsAt && form.dataset.renewal !== 'over') end();
    // A forgotten tab in the background does not ask for one intent after the other.
    if (!gaveUp && !document.hidden && now >= tryAt) renew();
  }

  function end() {
    form.dataset.renewal = 'over';
    askToReload();
  }

  async function renew() {
    const was = form.dataset.renewal;
    if (tryAt === warnAt) say(texts.ending);
    form.dataset.renewal = 'renewing';
    try {
      const answer = await post(form.dataset.renewUrl);
      if (answer.ok) return takeOver(await answer.json(), answer.headers.get('date'));
      if (answer.status < 500 && answer.status !== 429) gaveUp = true;
    } catch {
      // no connection, or an answer that cannot be read: another try follows
    }
    form.dataset.renewal = was;
    tryAt = Date.now() + RETRY_AFTER_MS;
    if (gaveUp || was === 'over') askToReload();
    else say(texts.notYet);
  }

  async function post(url) {
    const abort = new AbortController();
    const timeout = setTimeout(() => abort.abort(), ANSWER_WITHIN_MS);
    try {
      return await fetch(url, {
        method: 'POST',
        headers: { accept: 'application/json' },
        redirect: 'error',
        signal: abort.signal,
      });
    } finally {
      clearTimeout(timeout);
    }
  }

  function takeOver(renewed, serverNow) {
    if (!isAsShown(renewed.shown)) return drawAnew();
    for (const { name, value } of renewed.hidden) setHidden(name, value);
    const attempt = form.querySelector('input[type="hidden"][name="attempt_id"]');
    if (attempt) attempt.value = renewed.attempt_id;
    live(renewed.expires_at, serverNow);
    say(texts.done);
    setTimeout(() => status.textContent === texts.done && say(''), GOOD_NEWS_FOR_MS);
  }

  /** @param shown what the page would say by now; a server that does not say counts as another page */
  function isAsShown(shown) {
    const isSame = ({ name, value }) => Boolean(inputOf(name)) && inputOf(name).value === value;
    return Array.isArray(shown) && shown.length > 0 && shown.every(isSame);
  }

  /** Not by reload(): that could post a form again. */
  function drawAnew() {
    if (form.dataset.phase === 'sent') return; // on its way: the server compares, too, and answers with the new page
    form.dataset.renewal = 'over';
    say(texts.changed);
    location.replace(form.dataset.reloadHref);
  }

  function inputOf(name) {
    return Array.from(form.elements).find((each) => each.name === name && each.type === 'hidden');
  }

  function setHidden(name, value) {
    let input = inputOf(name);
    if (!input) {
      input = document.createElement('input');
      input.type = 'hidden';
      input.name = name;
      form.append(input);
    }
    input.value = value;
  }

  function askToReload() {
    const link = document.createElement('a');
    link.href = form.dataset.reloadHref;
    link.textContent = texts.failedLink;
    say(texts.failedBefore);
    status.append(link, texts.failedAfter);
  }

  function say(text) {
    status.textContent = text;
  }

  live(form.dataset.expiresAt, form.dataset.renderedAt);
  setInterval(tick, 1000);
  document.addEventListener('visibilitychange', tick);
})();
