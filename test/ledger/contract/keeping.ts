import type { Kept } from '../../../src/ledger/kind';
import type { SampleSubject } from '../sample';

/** What is appended, what it adds up to, and what the shop is told of it. */
export function keepingContract<State extends Kept, Change>(
  makeSubject: () => Promise<SampleSubject<State, Change>>,
): void {
  let subject: SampleSubject<State, Change>;
  beforeEach(async () => void (subject = await makeSubject()));
  const conflict = () => expect.objectContaining({ code: subject.sample.changedMeanwhile }) as Error;

  describe('writing', () => {
    it('answers with what it keeps', async () => {
      const made = await subject.create();
      expect(made.version).toBe(1);
      expect(await subject.store.find(made.id)).toEqual(made);
      const changed = await subject.append(made, subject.sample.cancelled);
      expect(changed.version).toBe(2);
      expect(await subject.store.find(made.id)).toEqual(changed);
    });

    it('tells those who listen what it has written, and nothing of what was refused', async () => {
      const told: unknown[] = [];
      subject.store.listen((written) => void told.push(written));
      const made = await subject.create();
      const changed = await subject.append(made, subject.sample.cancelled);
      await expect(subject.append(made, subject.sample.cancelled)).rejects.toEqual(conflict());
      const [first, ...rest] = await subject.store.history(made.id);
      expect(told).toEqual([
        { state: made, lines: [first], events: [] },
        { state: changed, lines: rest, events: await subject.store.events(made.id) },
      ]);
      expect(await subject.store.events(made.id)).not.toEqual([]);
    });

    it('creates each once', async () => {
      const { id } = await subject.create();
      const before = await subject.everythingOf(id);
      await expect(subject.create({ id, reference: 'another' })).rejects.toEqual(conflict());
      await expect(subject.store.append(null, await subject.store.history(id))).rejects.toEqual(conflict());
      expect(await subject.everythingOf(id)).toEqual(before);
    });

    it('refuses what was decided on an older version', async () => {
      const made = await subject.create();
      const changed = await subject.append(made, subject.sample.flagged[0]);
      const before = await subject.everythingOf(made.id);
      await expect(subject.append(made, subject.sample.cancelled)).rejects.toEqual(conflict());
      expect(await subject.everythingOf(made.id)).toEqual(before);
      expect(await subject.store.find(made.id)).toEqual(changed);
    });

    it('refuses a change of what it does not have', async () => {
      const elsewhere = await subject.create();
      const { store } = await makeSubject();
      const change = subject.linesAfter(elsewhere, [subject.sample.cancelled]);
      await expect(store.append(elsewhere, change)).rejects.toEqual(conflict());
      expect(await store.find(elsewhere.id)).toBeNull();
    });

    it('lets one of many that decided on the same version write', async () => {
      const made = await subject.create();
      const all = await Promise.allSettled(
        Array.from({ length: 20 }, () => subject.append(made, subject.sample.cancelled)),
      );
      expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      for (const each of all) if (each.status === 'rejected') expect(each.reason).toEqual(conflict());
      expect((await subject.store.history(made.id)).map(({ sequence }) => sequence)).toEqual([1, 2]);
    });

    it('writes all lines of an append or none', async () => {
      const made = await subject.create();
      const before = await subject.everythingOf(made.id);
      const append = async () => subject.append(made, ...subject.sample.impossible);
      await expect(append()).rejects.toMatchObject({ name: 'IllegalTransition' });
      expect(await subject.everythingOf(made.id)).toEqual(before);
    });

    it('refuses to append nothing, and lines that leave a gap', async () => {
      const made = await subject.create();
      const before = await subject.everythingOf(made.id);
      const gap = subject.linesAfter({ version: 5 }, [subject.sample.cancelled]);
      const append = async (state: State | null, lines: typeof gap) => subject.store.append(state, lines);
      await expect(append(made, [])).rejects.toThrow('Nothing was appended');
      await expect(append(null, [])).rejects.toThrow('Nothing was appended');
      await expect(append(made, gap)).rejects.toThrow('missing or came twice');
      expect(await subject.everythingOf(made.id)).toEqual(before);
    });
  });

  describe('reading', () => {
    it('finds nothing where there is nothing', async () => {
      const { token } = await subject.create();
      expect(await subject.store.find('none')).toBeNull();
      expect(await subject.store.find(token)).toBeNull();
      expect(await subject.store.findByToken('')).toBeNull();
      expect(await subject.store.history('none')).toEqual([]);
      expect(await subject.store.events('none')).toEqual([]);
    });

    it('finds by a token, and by no other', async () => {
      const [one, other] = [await subject.create(), await subject.create()];
      expect(await subject.store.findByToken(one.token)).toEqual(one);
      expect(await subject.store.findByToken(other.token)).toEqual(other);
      expect(await subject.store.findByToken(one.id)).toBeNull();
      const changed = await subject.append(one, subject.sample.cancelled);
      expect(await subject.store.findByToken(one.token)).toEqual(changed);
    });

    it('keeps a history that is only added to, and that adds up to what is kept at every step', async () => {
      let current = await subject.create();
      let known = await subject.store.history(current.id);
      for (const change of subject.sample.story) {
        subject.clock.advance(1_001);
        current = await subject.append(current, change);
        const history = await subject.store.history(current.id);
        expect(history.slice(0, known.length)).toEqual(known);
        expect(history).toHaveLength(known.length + 1);
        expect(history.at(-1)?.at).toEqual(subject.clock.now());
        expect(subject.sample.sumOf(null, history).state).toEqual(current);
        expect(await subject.store.find(current.id)).toEqual(current);
        known = history;
      }
      expect(known.map(({ sequence }) => sequence)).toEqual(known.map((_, index) => index + 1));
      expect(known.every(({ at }) => at instanceof Date)).toBe(true);
    });

    it('says in the history what moved it, and on which evidence', async () => {
      const made = await subject.create();
      const cause = { by: 'notification', evidence: 'transaction BL-1 is Captured' } as const;
      await subject.store.append(made, subject.linesAfter(made, [subject.sample.cancelled], cause));
      const history = await subject.store.history(made.id);
      expect(history.map(({ by, evidence }) => ({ by, evidence }))).toEqual([
        { by: 'api', evidence: undefined },
        cause,
      ]);
    });

    it('does not hand out its own lists', async () => {
      const { id } = await subject.append(await subject.create(), subject.sample.cancelled);
      const history = await subject.store.history(id);
      const events = await subject.store.events(id);
      (history as unknown[]).pop();
      (events as unknown[]).pop();
      expect((await subject.store.history(id)).length).toBe(history.length + 1);
      expect((await subject.store.events(id)).length).toBe(events.length + 1);
    });
  });

  describe("the shop's events", () => {
    it('are those that the history tells, in its order, each once, dates as dates', async () => {
      const made = await subject.create();
      await subject.append(made, ...subject.sample.story);
      const told = await subject.store.events(made.id);
      expect(told.length).toBeGreaterThan(2);
      expect(told).toEqual(subject.sample.sumOf(null, await subject.store.history(made.id)).events);
      expect(told.every(({ createdAt }) => createdAt instanceof Date)).toBe(true);
      const sequences = told.map(({ sequence }) => sequence);
      expect(sequences).toEqual([...sequences].sort((one, other) => one - other));
      expect(new Set(told.map(({ id }) => id)).size).toBe(told.length);
      expect((await subject.made.feed(null, 100)).items).toEqual(told);
    });

    it('are kept for each, and in the feed in the order in which they were written', async () => {
      const [one, other] = [await subject.create(), await subject.create()];
      await subject.append(other, subject.sample.cancelled);
      await subject.append(one, subject.sample.cancelled);
      const [ofOne, ofOther] = [await subject.store.events(one.id), await subject.store.events(other.id)];
      expect([ofOne.length, ofOther.length]).toEqual([1, 1]);
      expect((await subject.made.feed(null, 10)).items).toEqual([...ofOther, ...ofOne]);
    });

    it('are not told when the change was refused', async () => {
      const made = await subject.create();
      await subject.append(made, subject.sample.flagged[0]);
      await expect(subject.append(made, subject.sample.cancelled)).rejects.toEqual(conflict());
      expect(await subject.store.events(made.id)).toHaveLength(1);
      expect((await subject.made.feed(null, 10)).items).toHaveLength(1);
    });
  });
}
