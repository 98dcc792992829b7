import { refundOrVoid, reversalReasonOf } from '../../src/blink/wire/statuses';

describe('how a payment is given back', () => {
  it.each([
    ['Captured', 'cancel'],
    [' captured ', 'cancel'],
    ['Accepted', 'refund'],
    ['Tendered', 'refund'],
    ['Settled', 'refund'],
    ['Partially refunded', 'refund'],
    ['partially+refunded', 'refund'],
    ['Cancelled', 'neither'],
    ['Refunded', 'neither'],
    ['Charged back', 'neither'],
    ['Approved', 'neither'],
    ['constructor', 'neither'],
    ['', 'neither'],
  ])('after %p: %s', (word, way) => {
    expect(refundOrVoid(word)).toBe(way);
  });
});

describe('how a payment was undone', () => {
  it.each([
    ['Rejected', 'rejected'],
    ['Charged back', 'charged_back'],
    ['CHARGEBACK', 'charged_back'],
    ['Cancelled', 'cancelled'],
    ['Reversed', 'cancelled'],
    ['Fully refunded', 'refunded'],
    ['Refunded', 'refunded'],
    ['Failed', 'failed'],
    ['toString', 'failed'],
  ])('%p: %s', (word, undoing) => {
    expect(reversalReasonOf(word)).toBe(undoing);
  });
});
