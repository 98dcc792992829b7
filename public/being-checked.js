/* Asks now and then where the payment stands, and draws the page anew when that has changed. */
(() => {
  'use strict';

  const FIRST_WAITS_MS = [1000, 2000, 3000];
  const WAIT_MS = 5000;
  const ANSWER_WITHIN_MS = 10000;

  const box = document.getElementById('being-checked');
  const status = document.getElementById('being-checked-status');
  if (!box || !status) return;
  const texts = status.dataset;

  let asked = 0;
  let timer = null;
  let asking = false;

  async function ask() {
    timer = null;
    asking = true;
    asked += 1;
    let waitMs = asked < FIRST_WAITS_MS.length ? FIRST_WAITS_MS[asked] : WAIT_MS;
    try {
      const answer = await getState();
      if (answer.state !== null && answer.state !== box.dataset.state) return showNews();
      waitMs = Math.max(waitMs, answer.retryAfterMs);
      say(answer.state === null ? texts.couldNotLook : '');
    } catch {
      say(texts.noConnection);
    }
    asking = false;
    askLater(waitMs);
  }

  async function getState() {
    const abort = new AbortController();
    const timeout = setTimeout(() => abort.abort(), ANSWER_WITHIN_MS);
    try {
      const options = { headers: { accept: 'application/json' }, cache: 'no-store', signal: abort.signal };
      const answer = await fetch(box.dataset.stateUrl, options);
      const retryAfterMs = Number(answer.headers.get('retry-after')) * 1000 || 0;
      const body = answer.ok ? await answer.json() : null;
      return { state: body && typeof body.state === 'string' ? body.state : null, retryAfterMs };
    } finally {
      clearTimeout(timeout);
    }
  }

  function askLater(waitMs) {
    if (timer === null && !asking && !document.hidden) timer = setTimeout(ask, waitMs);
  }

  function showNews() {
    say(texts.news);
    location.replace(location.pathname + location.search); // not reload(): that could post a form again
  }

  function say(text) {
    if (status.textContent !== text) status.textContent = text;
  }

  document.addEventListener('visibilitychange', () => {
    if (document.hidden) {
      clearTimeout(timer);
      timer = null;
    } else {
      askLater(0);
    }
  });
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) location.replace(location.pathname + location.search);
  });

  askLater(FIRST_WAITS_MS[0]);
})();
