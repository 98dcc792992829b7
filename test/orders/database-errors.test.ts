import { databaseError, leavesConnectionUsable } from '../../src/postgres/errors';

/** As the driver gives it: its text and its detail repeat the row. */
const said = (code: string, severity = 'ERROR') =>
  Object.assign(new Error('duplicate key: canary'), {
    severity,
    code,
    detail: 'Key (token)=(canary) already exists.',
    constraint: 'orders_token_is_unique',
  });

describe('what the database says', () => {
  it.each([
    ['08006', 'DatabaseUnavailable', 'a connection failure'],
    ['25006', 'DatabaseUnavailable', 'a standby that takes no writes'],
    ['28P01', 'DatabaseUnavailable', 'a password that was changed'],
    ['3D000', 'DatabaseUnavailable', 'a database that is gone'],
    ['53100', 'DatabaseUnavailable', 'a full disk'],
    ['53300', 'DatabaseUnavailable', 'too many connections'],
    ['55P03', 'DatabaseUnavailable', 'a lock that others hold too long'],
    ['57014', 'DatabaseUnavailable', 'a statement that took too long'],
    ['57P01', 'DatabaseUnavailable', 'a server that shuts down'],
    ['58030', 'DatabaseUnavailable', 'a disk that fails'],
    ['40001', 'DatabaseConflict', 'a serialisation failure'],
    ['40P01', 'DatabaseConflict', 'a deadlock'],
    ['23505', 'DatabaseRefused', 'a duplicate'],
    ['23514', 'DatabaseRefused', 'a broken rule'],
    ['42P01', 'DatabaseRefused', 'a table that is not there'],
  ])('%s is %s: %s', (code, name) => {
    expect(databaseError(said(code), 'find_order')).toMatchObject({ name });
  });

  it.each([
    Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }),
    Object.assign(new Error('write'), { code: 'EPIPE' }),
    new Error('timeout exceeded when trying to connect'),
    new Error('Query read timeout'),
    'not even an error',
  ])('is nothing when the connection failed: %s', (error) => {
    expect(databaseError(error, 'find_order')).toMatchObject({ name: 'DatabaseUnavailable', status: 503 });
    expect(leavesConnectionUsable(error)).toBe(false);
  });

  it('is told by rule and code, never by what was in the row', () => {
    const error = databaseError(said('23505'), 'create_order');
    expect(error).toMatchObject({ sqlState: '23505', rule: 'orders_token_is_unique' });
    expect(error.message).toBe('The database refused (create_order): 23505 orders_token_is_unique');
    expect(databaseError(said('57014'), 'create_order').message).not.toContain('canary');
    expect(databaseError(said('40P01'), 'create_order').message).not.toContain('canary');
  });

  it('leaves a connection as good as before when it refused a statement, and not when it ended the session', () => {
    expect(leavesConnectionUsable(said('23505'))).toBe(true);
    expect(leavesConnectionUsable(said('57P01', 'FATAL'))).toBe(false);
    expect(leavesConnectionUsable(said('25006'))).toBe(false); // a standby: the one that took over is found anew
  });
});
