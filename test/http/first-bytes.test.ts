import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { firstBytesOf } from '../../src/web/bodies';
import { TestClock } from '../support/test-clock';

it('puts a body that comes letter by letter together once', async () => {
  const concat = jest.spyOn(Buffer, 'concat');
  const req = new IncomingMessage(new Socket());
  const reading = firstBytesOf(req, 1_000, new TestClock());
  for (let sent = 0; sent < 2_000; sent += 1) req.emit('data', Buffer.from('a'));
  expect(await reading).toEqual(Buffer.from('a'.repeat(1_000)));
  expect(concat).toHaveBeenCalledTimes(1);
  concat.mockRestore();
});
